import { describeAuthentication } from './servana-scenario/authentication.js';
import { describeMessages } from './servana-scenario/messages.js';
import { describePresence } from './servana-scenario/presence.js';
import { describeRefusals } from './servana-scenario/refusals.js';
import { describeRooms } from './servana-scenario/rooms.js';
import { describeResuming } from './servana-scenario/resuming.js';
import type { Scene } from './servana-scenario/scene.js';
import type { ServanaAck, ServanaFrames } from './support/servana-clients.js';
import { stagedClients } from './support/staged-clients.js';
import type { Stage } from './support/stages.js';

/** The socket side of the `servana` dialect as its clients see it; names neither transport nor store. */
export const describeServanaScenario = (
  name: string,
  setup: () => Promise<Stage<ServanaFrames, ServanaAck>>,
): void => {
  describe(`servana ${name}`, () => {
    const { stage, connect } = stagedClients(setup);
    const scene: Scene = { cases: () => stage().cases, connect };

    describeAuthentication(scene);
    describeRooms(scene);
    describeResuming(scene);
    describeMessages(scene);
    describePresence(scene);
    describeRefusals(scene);
  });
};
