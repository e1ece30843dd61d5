import type { TicketsAck, TicketsFrames } from './support/tickets-clients.js';
import { stagedClients } from './support/staged-clients.js';
import type { Stage } from './support/stages.js';
import { describeAuthentication } from './tickets-scenario/authentication.js';
import { describeFiles } from './tickets-scenario/files.js';
import { describeHistory } from './tickets-scenario/history.js';
import { describeMessages } from './tickets-scenario/messages.js';
import { describeRefusals } from './tickets-scenario/refusals.js';
import { describeRooms } from './tickets-scenario/rooms.js';
import { describeResuming } from './tickets-scenario/resuming.js';
import type { Scene } from './tickets-scenario/scene.js';
import { describeTyping } from './tickets-scenario/typing-indicators.js';

/** The socket side of the `tickets` dialect as its clients see it; names neither transport nor store. */
export const describeTicketsScenario = (
  name: string,
  setup: () => Promise<Stage<TicketsFrames, TicketsAck>>,
): void => {
  describe(`tickets ${name}`, () => {
    const { stage, connect } = stagedClients(setup);
    const scene: Scene = {
      cases: () => stage().cases,
      connect,
      open: (customerId, opening) => stage().open(customerId, opening),
    };

    describeAuthentication(scene);
    describeRooms(scene);
    describeResuming(scene);
    describeMessages(scene);
    describeFiles(scene);
    describeHistory(scene);
    describeTyping(scene);
    describeRefusals(scene);
  });
};
