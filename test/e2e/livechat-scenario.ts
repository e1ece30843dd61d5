import { describePersonalRooms } from './livechat-scenario/personal-rooms.js';
import { describeRefusals } from './livechat-scenario/refusals.js';
import { describeRooms } from './livechat-scenario/rooms.js';
import type { Scene } from './livechat-scenario/scene.js';
import { describeTyping } from './livechat-scenario/typing-indicators.js';
import type { LivechatAck, LivechatClient, LivechatFrames } from './support/livechat-clients.js';
import type { Stage } from './support/stages.js';

/** The socket side of the `livechat` dialect as its clients see it; names neither transport nor store. */
export const describeLivechatScenario = (
  name: string,
  setup: () => Promise<Stage<LivechatFrames, LivechatAck>>,
): void => {
  describe(`livechat ${name}`, () => {
    let stage: Stage<LivechatFrames, LivechatAck>;
    let clients: LivechatClient[] = [];

    before(async () => {
      stage = await setup();
    });
    after(() => stage.leave());

    afterEach(() => {
      for (const client of clients) client.close();
      clients = [];
    });

    const scene: Scene = {
      cases: () => stage.cases,
      connect: async (credentials) => {
        const client = await stage.connect(credentials);
        clients.push(client);
        return client;
      },
      open: (customerId, opening) => stage.open(customerId, opening),
    };

    describeRooms(scene);
    describePersonalRooms(scene);
    describeTyping(scene);
    describeRefusals(scene);
  });
};
