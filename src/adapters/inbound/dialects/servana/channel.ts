import type { Channel } from '../../../../domain/channel.js';

/** As many chat groups as one likes, and every agent with access answers. */
export const channel: Channel = { name: 'servana', ownership: 'shared', singleOpen: false };
