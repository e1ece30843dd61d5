import type { Channel } from '../../../../domain/channel.js';

/** Design, section 2: every agent may answer, and an owner has one open conversation of a type. */
export const channel: Channel = { name: 'support', ownership: 'shared', singleOpen: true };
