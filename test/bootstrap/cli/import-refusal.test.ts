import { expect } from 'chai';
import type { ImportFailure } from '../../../src/application/transfer/import-records.js';
import { describeImportFailure } from '../../../src/bootstrap/cli/import-refusal.js';
import { toConversationId } from '../../../src/domain/ids.js';

const ID = toConversationId('00000000-0000-7000-8000-000000000001');
const HOLDER = toConversationId('00000000-0000-7000-8000-000000000002');

describe('why an import ends', () => {
  const refused = { kind: 'ImportRefused', conversationId: ID, seq: 9 } as const;
  const where = `Conversation ${ID}, seq 9: `;

  for (const [failure, words] of [
    [{ kind: 'BadExport', line: 7, message: 'is no JSON' }, 'a.ndjson, line 7: is no JSON'],
    [{ kind: 'Interrupted' }, 'Stopped'],
    [{ kind: 'Unavailable' }, 'The store failed; its log above says why'],
    [{ ...refused, because: 'different' }, `${where}the store has another event there`],
    [
      { ...refused, because: 'name' },
      `${where}the store has another message under the name that its sender gave it`,
    ],
    [
      { ...refused, because: 'number', holder: HOLDER },
      `${where}the store has another conversation under its number, ${HOLDER}`,
    ],
    [
      { ...refused, because: 'ticket', holder: HOLDER },
      `${where}the store has another conversation with a ticket of its number or its id, ${HOLDER}`,
    ],
    [
      { ...refused, because: 'ticket', holder: null },
      `${where}the store has another conversation with a ticket of its number or its id, gone by now`,
    ],
    [
      { ...refused, because: 'slot', holder: HOLDER },
      `${where}its owner has another open conversation of the kind there, ${HOLDER}; close that one first`,
    ],
    [
      { ...refused, because: 'slot', holder: null },
      `${where}its owner has another open conversation of the kind there, gone by now; close that one first`,
    ],
  ] as const satisfies readonly (readonly [ImportFailure, string])[]) {
    it(`is said in words: ${words}`, () => {
      expect(describeImportFailure(failure, 'a.ndjson')).to.equal(words);
    });
  }
});
