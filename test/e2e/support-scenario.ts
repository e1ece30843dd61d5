import { expect } from 'chai';
import { describeCodes } from './support-scenario/codes.js';
import { describeGuests } from './support-scenario/guests.js';
import { describeJoining } from './support-scenario/joining.js';
import { describeMessageTexts } from './support-scenario/message-texts.js';
import { describeOrdering } from './support-scenario/ordering.js';
import { describeReading } from './support-scenario/reading.js';
import { describeRefusals } from './support-scenario/refusals.js';
import { describeRepeatedSends } from './support-scenario/repeated-sends.js';
import { describeResuming } from './support-scenario/resuming.js';
import type { Scene } from './support-scenario/scene.js';
import { describeSending } from './support-scenario/sending.js';
import { describeStaff } from './support-scenario/staff.js';
import { describeTyping } from './support-scenario/typing-indicators.js';
import { stagedClients } from './support/staged-clients.js';
import type { Stage } from './support/stages.js';
import { token } from './support/tokens.js';
import type { Ack, Frames } from './support/wire.js';

/** The `support` dialect as its clients see it; names neither transport nor store. */
export const describeSupportScenario = (
  name: string,
  setup: () => Promise<Stage<Frames, Ack>>,
): void => {
  describe(`support ${name}`, () => {
    const { stage, connect } = stagedClients(setup);
    const enter: Scene['enter'] = async (claims) => {
      const client = await connect(token(claims));
      await client.next('connection:success');
      return client;
    };
    const scene: Scene = {
      connect,
      enter,
      joined: async (claims, conversationId) => {
        const client = await enter(claims);
        const answer = await client.request('conversation:join', { conversationId });
        expect(answer.success).to.equal(true);
        await client.next('conversation:joined');
        return client;
      },
      enterAsGuest: async (guestId) => {
        const client = await connect(guestId === undefined ? {} : { guestId });
        const welcome = await client.next('connection:success');
        return { client, guestId: String(welcome.guestId) };
      },
      open: (customerId, opening) => stage().open(customerId, opening),
      openGuests: (isNewcomer) => stage().openGuests(isNewcomer),
      issueCode: (wish) => stage().issueCode(wish),
      closeConversation: (id) => stage().closeConversation(id),
    };

    describeJoining(scene);
    describeResuming(scene);
    describeSending(scene);
    describeStaff(scene);
    describeRepeatedSends(scene);
    describeOrdering(scene);
    describeRefusals(scene);
    describeMessageTexts(scene);
    describeTyping(scene);
    describeReading(scene);
    describeGuests(scene);
    describeCodes(scene);
  });
};
