import type { Channel } from '../../../src/domain/channel.js';

/** As many rooms as one likes, and every agent may answer in them. */
export const channel: Channel = { name: 'probe', ownership: 'shared', singleOpen: false };
