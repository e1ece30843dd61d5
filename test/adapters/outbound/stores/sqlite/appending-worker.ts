import { parentPort, workerData } from 'node:worker_threads';
import { sqliteStore } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import type { Conversation } from '../../../../../src/domain/conversation.js';
import { answer } from '../../../../support/answer.js';
import { message, together } from '../../../../support/appends.js';
import { silentLogger } from '../../../../support/fixed-ports.js';

interface AppendingWorkerData {
  readonly file: string;
  readonly state: Conversation;
  readonly count: number;
}

/** Appends so many messages to a conversation of its own, and tells its parent of all of them as one. */
const { file, state, count } = workerData as AppendingWorkerData;
const store = await sqliteStore({ file, logger: silentLogger, lockTimeout: 20_000 });

let last: Append = message(state);
let whole = last;
for (let n = 1; ; n += 1) {
  await answer(store.log.append([last]));
  if (n === count) break;
  last = message(last.conversation);
  whole = together(whole, last);
}
await store.close();
parentPort?.postMessage(whole);
