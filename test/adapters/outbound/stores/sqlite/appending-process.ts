import { sqliteStore } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-store.js';
import type { Append } from '../../../../../src/application/ports/conversation-log.js';
import { answer } from '../../../../support/answer.js';
import { message, opening } from '../../../../support/appends.js';
import { silentLogger } from '../../../../support/fixed-ports.js';

/** Appends without end, and tells its parent of each append once it is acknowledged. */
const file = process.argv[2];
if (file === undefined) throw new Error('the file is missing');
const { log } = await sqliteStore({ file, logger: silentLogger });

let last: Append = opening();
for (;;) {
  await answer(log.append([last]));
  const { id, lastSeq } = last.conversation;
  process.send?.({ id, lastSeq });
  last = message(last.conversation);
}
