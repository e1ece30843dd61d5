import type { Channel } from '../../src/domain/channel.js';

/** Opens as many conversations as one likes, which every agent may answer. */
export const SHARED: Channel = { name: 'shared', ownership: 'shared', singleOpen: false };

/** One open conversation for an owner and type. */
export const SINGLE_OPEN: Channel = { name: 'single', ownership: 'shared', singleOpen: true };

/** Only the assignee answers. */
export const EXCLUSIVE: Channel = { name: 'exclusive', ownership: 'exclusive', singleOpen: false };
