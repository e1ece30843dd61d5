/** `exclusive`: only the assignee answers the customer. `shared`: every agent with access may. */
export type Ownership = 'exclusive' | 'shared';

/** What a way in asks of the conversations that are opened through it; recorded when one is opened. */
export interface Channel {
  /** For people and lists; nothing here depends on it. */
  readonly name: string;
  readonly ownership: Ownership;
  /** Whether an owner has at most one open conversation of a type through this channel. */
  readonly singleOpen: boolean;
}
