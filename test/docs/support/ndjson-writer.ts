/** A process that appends to a conversation in a file, as often as it can, and tells what it was told. */
import { isSome } from 'fp-ts/lib/Option.js';
import { toConversationId } from '../../../src/domain/ids.js';
import { answer } from '../../support/answer.js';
import { message } from '../../support/appends.js';
import { silentLogger } from '../../support/fixed-ports.js';
import { ndjsonStore } from '../third-party-store/ndjson-store.js';

export interface Told {
  readonly outcomes: readonly string[];
  readonly numbers: readonly number[];
}

const [file = '', id = ''] = process.argv.slice(2);
const { log, close } = ndjsonStore(file, silentLogger);
const outcomes: string[] = [];
const numbers: number[] = [];
for (let n = 0; n < 100; n += 1) {
  const state = await answer(log.load(toConversationId(id)));
  if (!isSome(state)) throw new Error('it is open before this begins');
  const text = `${process.pid} ${'x'.repeat(100 * n)}`;
  for (const { kind } of await answer(log.append([message(state.value, { text })]))) {
    outcomes.push(kind);
  }
  numbers.push(await answer(log.nextNumber()));
}
await close();
const told: Told = { outcomes, numbers };
process.send?.(told);
process.disconnect();
