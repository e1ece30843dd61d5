import type { Channel } from '../../../../domain/channel.js';

/** Design, section 2: one agent answers, and an owner opens as many conversations as he likes. */
export const channel: Channel = { name: 'livechat', ownership: 'exclusive', singleOpen: false };
