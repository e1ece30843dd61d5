import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { Check } from './endpoints-004.js';
import { ask, type Asking, john, livechatAt, mike, USER } from './livechat-people.js';

type Refused = (url: string) => Promise<readonly [request: string, asking: Asking]>;

const closedOne = async (url: string) => {
  const at = livechatAt(url);
  const user = john();
  const id = await at.open(user, 'Hello');
  await at.close(mike(), id);
  return { user, id, at };
};

const send = (body: object, bearer: string) =>
  [`POST ${USER}/chat/send`, { bearer, body: { message: 'Hello?', ...body } }] as const;

const rate = (id: string, rating: unknown, bearer: string) =>
  [`POST ${USER}/conversations/${id}/rate`, { bearer, body: { rating } }] as const;

/** What leads to each row of "Error Handling"; several ways where there are. */
const WAYS: Readonly<Record<string, readonly Refused[]>> = {
  'Conversation not found': [
    (_url) => Promise.resolve(send({ conversation_id: randomUUID() }, john().bearer)),
    (_url) => Promise.resolve(send({ conversation_id: 'conv-uuid' }, john().bearer)),
    (_url) =>
      Promise.resolve([`GET ${USER}/conversations/${randomUUID()}`, { bearer: john().bearer }]),
    (_url) => Promise.resolve(rate(randomUUID(), 5, john().bearer)),
  ],
  'Access denied (not your conversation)': [
    async (url) => {
      const id = await livechatAt(url).open(john(), 'Mine');
      return [`GET ${USER}/conversations/${id}`, { bearer: john().bearer }];
    },
    async (url) => {
      const conversation_id = await livechatAt(url).open(john(), 'Mine');
      return send({ conversation_id }, john().bearer);
    },
  ],
  'Conversation closed': [
    async (url) => {
      const { user, id } = await closedOne(url);
      return send({ conversation_id: id }, user.bearer);
    },
  ],
  'Email mismatch (unauthenticated)': [
    async (url) => {
      const path = `POST ${USER}/chat/send-unauthenticated`;
      const body = { message: 'Hello', email: 'john@example.com' };
      const { body: opened } = await ask(url, path, { body });
      const { id } = opened.data['conversation'] as { readonly id: string };
      return [path, { body: { ...body, email: 'jane@example.com', conversation_id: id } }];
    },
  ],
  'Rating out of range': [0, 6, 4.5, -1, '5', null, undefined, true, [5]].map(
    (rating) => async (url: string) => {
      const { user, id } = await closedOne(url);
      return rate(id, rating, user.bearer);
    },
  ),
  'Already rated': [
    async (url) => {
      const { user, id, at } = await closedOne(url);
      await at.rate(user, id, 4);
      return rate(id, 5, user.bearer);
    },
  ],
  'Rating wrong status': [
    async (url) => {
      const user = john();
      return rate(await livechatAt(url).open(user, 'Hello'), 5, user.bearer);
    },
  ],
  "Rate someone else's conversation": [
    async (url) => rate((await closedOne(url)).id, 5, john().bearer),
    async (url) => rate((await closedOne(url)).id, 5, mike().bearer),
  ],
};

/** A check for each row: its scenario leads to its status and its message, in the dialect's envelope. */
export const errorChecks = (
  table: readonly (readonly string[])[],
): Readonly<Record<string, Check>> =>
  Object.fromEntries(
    table.map(([scenario = '', code = '', quoted = '']) => [
      scenario,
      async (url: string) => {
        const ways = WAYS[scenario] ?? [];
        expect(ways.length, scenario).to.be.greaterThan(0);
        for (const way of ways) {
          const { status, body } = await ask(url, ...(await way(url)));
          expect([status, body.success, body.message]).to.deep.equal([
            Number(code),
            false,
            quoted.slice(1, -1),
          ]);
          const { errors = [] } = body;
          expect(body).to.have.all.keys(
            'success',
            'message',
            ...(errors.length > 0 ? ['errors'] : []),
          );
        }
      },
    ]),
  );

export const SCENARIOS = Object.keys(WAYS);
