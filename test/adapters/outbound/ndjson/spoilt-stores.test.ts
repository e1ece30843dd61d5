import { expect } from 'chai';
import { memoryStore } from '../../../../src/adapters/outbound/stores/memory/memory-store.js';
import { answer } from '../../../support/answer.js';
import { message, opening } from '../../../support/appends.js';
import { exported } from '../../../support/transfers.js';

const failure = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'nothing failed',
    (error: unknown) => String(error),
  );

describe('an export of a store that somebody has spoilt', () => {
  it('names what cannot be exported by its place, and quotes nothing of it', async () => {
    const store = memoryStore();
    const before = opening();
    const first = opening();
    const { id } = first.conversation;
    const bad = message(first.conversation, { text: 'half a character, \ud800' });
    await answer(store.log.append([before, first, bad]));
    expect(await failure(exported(store))).to.equal(
      `Error: Conversation ${id}, seq ${bad.expectedSeq + 1}, cannot be exported: ` +
        'event: text must be a text',
    );
  });

  it('says that it is one of the staff', async () => {
    const store = memoryStore();
    const profile = { name: '\ud800', firstName: null, email: null, phone: null, company: null };
    await answer(store.agents.remember({ kind: 'admin', id: 'root', profile }));
    expect(await failure(exported(store))).to.equal(
      'Error: What the store has as staff cannot be exported: staff: profile.name must be a text',
    );
  });
});
