import { describePersonalRooms } from './livechat-scenario/personal-rooms.js';
import { describeRefusals } from './livechat-scenario/refusals.js';
import { describeRooms } from './livechat-scenario/rooms.js';
import { describeResuming } from './livechat-scenario/resuming.js';
import type { Scene } from './livechat-scenario/scene.js';
import { describeTyping } from './livechat-scenario/typing-indicators.js';
import type { LivechatAck, LivechatFrames } from './support/livechat-clients.js';
import { stagedClients } from './support/staged-clients.js';
import type { Stage } from './support/stages.js';

/** The socket side of the `livechat` dialect as its clients see it; names neither transport nor store. */
export const describeLivechatScenario = (
  name: string,
  setup: () => Promise<Stage<LivechatFrames, LivechatAck>>,
): void => {
  describe(`livechat ${name}`, () => {
    const { stage, connect } = stagedClients(setup);
    const scene: Scene = {
      cases: () => stage().cases,
      connect,
      open: (customerId, opening) => stage().open(customerId, opening),
    };

    describeRooms(scene);
    describeResuming(scene);
    describePersonalRooms(scene);
    describeTyping(scene);
    describeRefusals(scene);
  });
};
