import { expect } from 'chai';
import { blocks, rows, tables } from '../../docs/support/pages.js';
import { DOCUMENT_004, textUnder } from './document-items.js';
import { expectAsShown } from './as-shown.js';
import { ask, john, livechatAt, mike, type Person, sarah, USER } from './livechat-people.js';

export type Check = (url: string) => Promise<void>;

const ENDPOINTS = 'REST API Endpoints';

/** The one block of JSON under each heading that a section has in that place. */
const shown = (endpoint: string, heading: string): unknown => {
  const within = DOCUMENT_004.text.split(`\n### ${endpoint}\n`)[1]?.split(/^### /m)[0] ?? '';
  const part = within.split(`\n#### ${heading}\n`)[1]?.split(/^#+ /m)[0] ?? '';
  const [block, ...others] = blocks(part, 'json');
  if (block === undefined || others.length > 0) throw new Error(`${endpoint}: ${heading}`);
  return JSON.parse(block);
};

const ONE = '1. Send Message (Start or Continue Chat)';
const TWO = '2. Send Message (Unauthenticated)';
const THREE = '3. Get My Conversations';
const FOUR = '4. Get Conversation Detail (Full Chat)';
const FIVE = '5. Rate Conversation';

/** Leaves out one field after the other of a payload, as its table says it may. */
const expectFields = async (
  endpoint: string,
  payload: object,
  send: (body: object) => Promise<{ readonly status: number }>,
): Promise<void> => {
  const [table = ''] = tables(textOf(endpoint), 'Field');
  const fields = rows(table).map(([field = '', , required]) => [
    field.replaceAll('`', ''),
    required,
  ]);
  expect(fields.length).to.be.greaterThan(1);
  for (const [field = '', required] of fields) {
    const rest = Object.fromEntries(Object.entries(payload).filter(([name]) => name !== field));
    expect((await send(rest)).status, `without ${field}`).to.equal(required === 'Yes' ? 400 : 201);
  }
};

const textOf = (endpoint: string): string =>
  DOCUMENT_004.text.split(`\n### ${endpoint}\n`)[1]?.split(/^### /m)[0] ?? '';

/** Handed to a colleague and back, so that it is `active` though support has said the last word. */
const passedAround = async (url: string, by: Person, id: string): Promise<void> => {
  const at = livechatAt(url);
  const other = mike();
  await at.known(by, other);
  await at.handover(by, id, other);
  await at.handover(other, id, by);
};

const sends: Check = async (url) => {
  const { bearer } = john();
  const payload = shown(ONE, 'Payload') as object;
  const opened = await ask(url, `POST ${USER}/chat/send`, { bearer, body: payload });
  expect(opened.status).to.equal(201);
  expectAsShown(opened.body, shown(ONE, 'Response — New Conversation'));
  const { id } = opened.body.data['conversation'] as { readonly id: string };
  const message = 'Thanks, can you also check my balance?';
  const body = { message, conversation_id: id };
  const added = await ask(url, `POST ${USER}/chat/send`, { bearer, body });
  expect(added.status).to.equal(201);
  expectAsShown(added.body, shown(ONE, 'Response — Existing Conversation'));
  expect(added.body.data['conversation_id']).to.equal(id);
  await expectFields(ONE, { ...payload, conversation_id: id }, (some) =>
    ask(url, `POST ${USER}/chat/send`, { bearer, body: some }),
  );
};

const sendsWithoutAccount: Check = async (url) => {
  const payload = shown(TWO, 'Payload') as { readonly message: string; readonly email: string };
  const path = `POST ${USER}/chat/send-unauthenticated`;
  const opened = await ask(url, path, { body: payload });
  expect(opened.status).to.equal(201);
  const like = shown(ONE, 'Response — New Conversation') as {
    readonly data: { readonly conversation: object };
  };
  expect(opened.body).to.have.all.keys(Object.keys(like));
  const conversation = opened.body.data['conversation'] as Readonly<Record<string, unknown>>;
  expect(conversation).to.have.all.keys(Object.keys(like.data.conversation));
  expect(conversation).to.include({ email: 'john@example.com', phone_number: '08012345678' });
  const id = String(conversation['id']);
  const more = { ...payload, conversation_id: id, message: 'Still stuck' };
  const added = await ask(url, path, { body: more });
  expect(added.status).to.equal(201);
  expect(added.body.data).to.deep.include({ conversation_id: id, is_new: false });
  await expectFields(TWO, { ...more, device_metadata: { platform: 'ios' } }, (some) =>
    ask(url, path, { body: some }),
  );
};

const lists: Check = async (url) => {
  const at = livechatAt(url);
  const [user, agent, admin] = [john(), sarah(), mike()];
  const closed = await at.open(user, 'Hello');
  await at.claim(admin, closed);
  await at.reply(admin, closed, 'Done');
  await at.reply(admin, closed, 'Glad I could help! Anything else?');
  await at.close(admin, closed);
  await at.rate(user, closed, 5);
  const open = await at.open(user, 'Hi');
  await at.claim(agent, open);
  for (const text of ['1', '2', '3', '4', '5', '6']) await at.send(user, open, text);
  await at.reply(
    agent,
    open,
    "I've resolved the transfer issue. Your funds should be available now.",
  );
  await at.note(agent, open, 'not counted, and not shown');
  const { ticket_number } = await at.ticket(agent, open);
  await at.updateTicket(agent, ticket_number, { status: 'in_progress' });
  await passedAround(url, agent, open);
  const { status, body } = await ask(url, `GET ${USER}/conversations`, { bearer: user.bearer });
  expect(status).to.equal(200);
  const sample = shown(THREE, 'Response') as {
    readonly data: { readonly conversations: readonly object[] };
  };
  const [first] = sample.data.conversations;
  expectAsShown(body, sample);
  const [table = ''] = tables(textOf(THREE), 'Field');
  const fields = rows(table).map(([field = '']) => field.replaceAll('`', ''));
  expect(first).to.include.all.keys(...fields);
};

const details: Check = async (url) => {
  const at = livechatAt(url);
  const [user, agent] = [john(), sarah()];
  const id = await at.open(user, 'Hi, I tried sending money to @janedoe but it keeps failing.');
  await at.claim(agent, id);
  for (const text of [
    "Hi John! I'm Sarah and I'll be helping you today. Let me look into this.",
    "I've resolved the transfer issue. Your funds should be available now.",
  ]) {
    await at.note(agent, id, `about to say: ${text}`);
    await at.reply(agent, id, text);
  }
  await passedAround(url, agent, id);
  const path = `GET ${USER}/conversations/${id}`;
  const { status, body } = await ask(url, path, { bearer: user.bearer });
  expect(status).to.equal(200);
  expectAsShown(body, shown(FOUR, 'Response'));
};

const rates: Check = async (url) => {
  const at = livechatAt(url);
  const [user, agent] = [john(), sarah()];
  const closed = async (): Promise<string> => {
    const id = await at.open(user, 'Hello');
    await at.claim(agent, id);
    await at.close(agent, id);
    return id;
  };
  const id = await closed();
  const payload = shown(FIVE, 'Payload') as object;
  const rate = (one: string, body: object) =>
    ask(url, `POST ${USER}/conversations/${one}/rate`, { bearer: user.bearer, body });
  const rated = await rate(id, payload);
  expect(rated.status).to.equal(201);
  const path = `GET ${USER}/conversations/${id}`;
  const { body } = await ask(url, path, { bearer: user.bearer });
  expect(body.data['conversation']).to.include({
    satisfaction_rating: 5,
    feedback: 'Sarah was amazing! Very quick and helpful.',
  });
  await expectFields(FIVE, payload, async (some) => rate(await closed(), some));
};

/** By the headings of "REST API Endpoints". */
export const ENDPOINT_CHECKS: Readonly<Record<string, Check>> = {
  'Base Path': async (url) => {
    const [base = ''] = /`([^`]+)`/.exec(textUnder(DOCUMENT_004, ENDPOINTS, 'Base Path')) ?? [];
    expect(base).to.equal(`\`${USER}\``);
    const { status, body } = await ask(url, `GET ${USER}/nowhere`);
    expect([status, body.success]).to.deep.equal([404, false]);
  },
  [ONE]: sends,
  [TWO]: sendsWithoutAccount,
  [THREE]: lists,
  [FOUR]: details,
  [FIVE]: rates,
};

const isRefused = async (
  url: string,
  id: string,
  by: Person,
  [status, message]: readonly [number, string],
): Promise<void> => {
  const path = `POST ${USER}/conversations/${id}/rate`;
  const refused = await ask(url, path, { bearer: by.bearer, body: { rating: 3 } });
  expect([refused.status, refused.body]).to.deep.equal([status, { success: false, message }]);
};

/** By the items of "Rules" of rating. */
export const RULE_CHECKS: Readonly<Record<string, Check>> = {
  'Can only rate conversations you own': async (url) => {
    const id = await livechatAt(url).open(john(), 'Hello');
    await isRefused(url, id, john(), [400, 'You can only rate your own conversations']);
  },
  'Can only rate `closed` conversations': async (url) => {
    const user = john();
    const id = await livechatAt(url).open(user, 'Hello');
    await isRefused(url, id, user, [400, 'Can only rate closed conversations']);
  },
  'Can only rate once': async (url) => {
    const at = livechatAt(url);
    const [user, admin] = [john(), mike()];
    const id = await at.open(user, 'Hello');
    await at.close(admin, id);
    await at.rate(user, id, 1);
    await isRefused(url, id, user, [400, 'Conversation already rated']);
  },
};

/** The items of "Rules", as they stand. */
export const rules = (): readonly string[] =>
  [
    ...(textOf(FIVE)
      .split('\n#### Rules\n')[1]
      ?.matchAll(/^- (.+)$/gm) ?? []),
  ].map(([, item = '']) => item);
