import { expect } from 'chai';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { some } from 'fp-ts/lib/Option.js';
import { sqliteStore } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import type { Conversation } from '../../../../../src/domain/conversation.js';
import { evolve } from '../../../../../src/domain/evolve.js';
import { answer } from '../../../../support/answer.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { temporaryFolder } from '../../../../support/temporary-folder.js';

type Acknowledged = Pick<Conversation, 'id' | 'lastSeq'>;

const PROCESS = fileURLToPath(new URL('./appending-process.js', import.meta.url));

/** The last append that a process spoke of before it was killed in the middle of its work. */
const lastBeforeKill = async (child: ChildProcess): Promise<Acknowledged> => {
  let last: Acknowledged | undefined;
  const enough = new Promise<void>((resolve, reject) => {
    child.on('message', (message: Acknowledged) => {
      last = message;
      if (message.lastSeq >= 100) resolve();
    });
    child.once('exit', (code) => reject(new Error(`the process ended with ${code}`)));
  });
  await enough;
  const exited = once(child, 'close');
  child.kill('SIGKILL');
  await exited;
  if (last === undefined) throw new Error('nothing was acknowledged');
  return last;
};

describe('the SQLite store after a kill -9', () => {
  for (const round of [1, 2, 3]) {
    it(`has every append that was acknowledged, and no part of another (${round})`, async () => {
      const folder = temporaryFolder();
      try {
        const file = join(folder.path, 'switchboard.db');
        const acknowledged = await lastBeforeKill(fork(PROCESS, [file]));
        const store = await sqliteStore({ file, logger: silentLogger });
        const events = await answer(store.log.read(acknowledged.id, 0, 1_000_000));
        const state = await answer(store.log.load(acknowledged.id));
        const messages = await answer(store.queries.messages(acknowledged.id, 1, 1_000_000));
        await store.close();
        expect(events.length).to.be.at.least(acknowledged.lastSeq);
        const folded = events.reduce<Conversation | undefined>(evolve, undefined);
        expect(state).to.deep.equal(some(folded));
        expect(messages).to.deep.equal(events.slice(1));
      } finally {
        folder.remove();
      }
    });
  }
});
