import { expect } from 'chai';
import { isSome } from 'fp-ts/lib/Option.js';
import { memorySessions } from '../../../../../src/adapters/outbound/stores/memory/memory-sessions.js';
import { memoryTables } from '../../../../../src/adapters/outbound/stores/memory/memory-tables.js';
import { SESSION_TIME } from '../../../../../src/application/ports/sessions.js';
import { answer } from '../../../../support/answer.js';
import { joined, session } from '../../../../support/sessions.js';

describe('the sessions of the memory store', () => {
  const entry = (key: string) => ({ key, session: session(joined(1)) });

  it('are removed when their time is over', async () => {
    const tables = memoryTables();
    const { save } = memorySessions(tables);
    await answer(save([entry('one'), entry('two')], 0));
    await answer(save([entry('two')], 1));
    await answer(save([entry('three')], SESSION_TIME));
    expect([...tables.sessions.keys()]).to.deep.equal(['two', 'three']);
  });

  it('are so many and no more: those go that were saved first', async () => {
    const tables = memoryTables();
    const { save, find } = memorySessions(tables, 3);
    for (const key of ['one', 'two', 'three', 'one', 'four']) await answer(save([entry(key)], 0));
    expect([...tables.sessions.keys()]).to.deep.equal(['three', 'one', 'four']);
    await answer(save(['a', 'b', 'c', 'd'].map(entry), 0));
    expect([...tables.sessions.keys()]).to.deep.equal(['b', 'c', 'd']);
    expect(isSome(await answer(find('a', 0)))).to.equal(false);
  });
});
