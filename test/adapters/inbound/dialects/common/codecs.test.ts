import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import type * as t from 'io-ts';
import {
  clientMessageIdFields,
  conversationId,
  decode,
  object,
  oneClientMessageId,
  oneOf,
  pagingFields,
  seq,
  withDefault,
} from '../../../../../src/adapters/inbound/dialects/common/codecs.js';
import { expectRight } from '../../../../support/expect-either.js';

const issues = <A>(codec: t.Type<A>, value: unknown): readonly unknown[] => {
  const decoded = decode(codec, value);
  return isLeft(decoded) ? decoded.left : [];
};

const { clientMessageId } = clientMessageIdFields;

const ODD = [1, true, [], {}, { $ne: null }, Number.NaN, ''];

describe('codecs', () => {
  it('take a UUID in any case, and make it one', () => {
    const id = '01A1FE46-3602-77E0-A8A9-FC3BB45D6B17';
    expect(expectRight(decode(conversationId, id))).to.equal(id.toLowerCase());
    for (const odd of [...ODD, null, undefined, `${id}0`, `{${id}}`]) {
      expect(issues(conversationId, odd)).to.have.lengthOf(1);
    }
  });

  it('take a clientMessageId of 1 to 200 characters, or none', () => {
    for (const none of [undefined, null]) {
      expect(expectRight(decode(clientMessageId, none))).to.equal(null);
    }
    expect(expectRight(decode(clientMessageId, 'é'.repeat(200)))).to.have.lengthOf(200);
    for (const odd of [...ODD, 'x'.repeat(201)]) {
      expect(issues(clientMessageId, odd)).to.have.lengthOf(1);
    }
  });

  it('refuse a clientMessageId that a store would make another one of', () => {
    expect(issues(clientMessageId, 'a\ud800')).to.have.lengthOf(1);
  });

  it('refuse a clientMessageId that shows nothing', () => {
    for (const blank of [' ', '\u200b\ufeff', '\u3164', '\0']) {
      expect(issues(clientMessageId, blank)).to.have.lengthOf(1);
    }
    expect(expectRight(decode(clientMessageId, ' \u200b1'))).to.equal(' \u200b1');
  });

  it('take a clientMessageId in both spellings, if they agree', () => {
    const payload = oneClientMessageId(object(clientMessageIdFields));
    for (const said of [
      { clientMessageId: 'a' },
      { client_message_id: 'a' },
      { clientMessageId: 'a', client_message_id: 'a' },
      { clientMessageId: null, client_message_id: 'a' },
    ]) {
      expect(expectRight(decode(payload, said)).clientMessageId).to.equal('a');
    }
    expect(expectRight(decode(payload, {})).clientMessageId).to.equal(null);
    expect(issues(payload, { clientMessageId: 'a', client_message_id: 'b' })).to.deep.equal([
      { field: 'client_message_id', message: 'Must not differ from clientMessageId' },
    ]);
  });

  it('say what they take, and what may be left out', () => {
    const payload = object({
      conversationId,
      kind: withDefault(oneOf('text', 'file'), 'text'),
      seq,
    });
    expect(payload.schema).to.deep.equal({
      type: 'object',
      properties: {
        conversationId: { type: 'string', format: 'uuid' },
        kind: { type: 'string', enum: ['text', 'file'], default: 'text' },
        seq: { type: 'integer', minimum: 0 },
      },
      required: ['conversationId'],
    });
  });

  it('take a seq from 0', () => {
    expect(expectRight(decode(seq, 0))).to.equal(0);
    for (const odd of [-1, 0.5, '1', 2 ** 53]) expect(issues(seq, odd)).to.have.lengthOf(1);
  });

  it('take a limit over 100 as 100, and nothing under 1', () => {
    expect(expectRight(decode(object(pagingFields), {}))).to.deep.equal({ page: null, limit: 50 });
    expect(
      expectRight(decode(object(pagingFields), { page: '2', limit: '1000000000' })),
    ).to.deep.equal({
      page: 2,
      limit: 100,
    });
    for (const odd of ['0', '-1', '1.5', 'ten', '', ['1', '2']]) {
      expect(issues(object(pagingFields), { limit: odd })).to.deep.equal([
        { field: 'limit', message: 'Must be a whole number from 1' },
      ]);
    }
  });

  it('leave out what an object has beside its fields, whatever its name', () => {
    const payload = object({ seq, inner: object({ seq }) });
    const json = '{"seq":1,"x":{"y":2},"__proto__":{"seq":3},"inner":{"seq":4,"toString":5}}';
    const decoded = expectRight(decode(payload, JSON.parse(json)));
    expect(Object.getOwnPropertyNames(decoded)).to.have.members(['seq', 'inner']);
    expect(decoded).to.deep.equal({ seq: 1, inner: { seq: 4 } });
  });

  it('name every field that is wrong, and what is no object', () => {
    const payload = object({ conversationId, seq });
    expect(issues(payload, { conversationId: 1, seq: 'x' })).to.deep.equal([
      { field: 'conversationId', message: 'Must be a UUID' },
      { field: 'seq', message: 'Must be a whole number from 0' },
    ]);
    for (const odd of [null, 1, 'text', []]) {
      expect(issues(payload, odd)).to.deep.equal([{ field: '', message: 'Must be an object' }]);
    }
  });
});
