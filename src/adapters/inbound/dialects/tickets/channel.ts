import type { Channel } from '../../../../domain/channel.js';

/** As many tickets as one likes, and every agent with access answers. */
export const channel: Channel = { name: 'tickets', ownership: 'shared', singleOpen: false };
