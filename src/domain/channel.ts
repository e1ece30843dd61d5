/** The dialect that a conversation was opened through. */
export type Channel = 'support' | 'servana' | 'tickets' | 'livechat' | 'native';

/** `exclusive`: only the assignee answers the customer. `shared`: every agent with access may. */
export type Ownership = 'exclusive' | 'shared';

export const ownershipOf = (channel: Channel): Ownership =>
  channel === 'livechat' ? 'exclusive' : 'shared';

/** Whether an owner has at most one open conversation of a type through this channel. */
export const isSingleOpen = (channel: Channel): boolean => channel === 'support';
