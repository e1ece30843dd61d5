import type {
  DialectSamples,
  SamplesByRow,
} from '../../adapters/inbound/dialects/rows/described-dialect.js';
import { noConversation } from '../../../src/domain/failure.js';
import { agent, customer, guest } from '../../support/actors.js';
import { started } from '../../support/in-memory.js';
import { refusalOf, refuseFrame, refuseRequest } from './failures.js';

const alice = customer('alice');
const visitor = guest();
const sarah = agent('sarah');

/** Alice's room, and a file that she has left. */
const samples: DialectSamples['samples'] = async (world, ask): Promise<SamplesByRow> => {
  const { id: room } = await started(world, {}, alice);
  const upload = { by: alice, input: {}, content: 'a letter' };
  const { file } = (await ask('POST /api/probe/files', upload)) as { readonly file: string };
  return {
    enter: [
      { by: alice, input: { room }, said: { ok: true, room } },
      { by: sarah, input: { room, as: 'lobby' }, said: { ok: true, room: 'lobby' } },
    ],
    leave: [{ by: alice, input: { room } }],
    say: [{ by: alice, input: { room, text: 'hello' } }],
    wave: [{ by: sarah, input: { room } }],
    peek: [{ by: alice, input: { room }, said: { ok: true, seq: null } }],
    count: [{ by: alice, input: {}, said: { ok: true, count: 1 } }],
    measure: [{ by: alice, input: { text: 'four' }, said: { ok: true, length: 4 } }],
    become: [{ by: alice, input: { visitor: 'somebody' } }],
    'GET /api/probe/visits': [
      { by: null, input: {}, said: { visits: 1 } },
      { by: visitor, input: {}, cookies: { 'probe-visits': '4' }, said: { visits: 5 } },
    ],
    'GET /api/probe/me': [
      { by: alice, input: {}, said: { id: alice.id } },
      { by: visitor, input: {}, said: { id: visitor.id } },
    ],
    'POST /api/probe/files': [upload, { by: alice, input: {} }],
    'GET /api/probe/files/:file': [
      { by: null, input: { params: { file } }, said: 'a letter' },
      { by: alice, input: { params: { file: 'none' } }, fails: noConversation },
    ],
    'POST /api/probe/knocks': [{ by: null, input: { body: { door: 'front' } } }],
  };
};

export const probeSamples: DialectSamples = {
  refuseFrame,
  refuseRequest,
  refusalOf,
  codeIn: ({ acknowledgement }) => (acknowledgement as { readonly why?: unknown }).why,
  samples,
};
