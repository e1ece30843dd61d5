import { expect } from 'chai';
import { generate, verify } from '../support/codes.js';
import { historyPath, rest } from '../support/rest-client.js';
import { DOCUMENT_001, responseFields } from './document-items.js';
import type { Ground } from './ground.js';

const REST = 'REST API Endpoints';

/** Names of all fields, at any depth. */
const fieldsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(fieldsIn);
  return Object.entries(value).flatMap(([name, inner]) => [name, ...fieldsIn(inner)]);
};

/** A conversation in which its user and an admin have spoken. */
const spoken = async ({ enter, user, admin }: Ground) => {
  const opened = await user();
  const { conversationId } = opened;
  for (const bearer of [opened.bearer, admin()]) {
    const client = await enter({ token: bearer });
    const sent = await client.request('message:send', { conversationId, message: 'Hello' });
    expect(sent.success).to.equal(true);
  }
  return opened;
};

/** All that each endpoint answers with, in each way that the document shows. */
const ANSWERS: Readonly<Record<string, (ground: Ground) => Promise<readonly unknown[]>>> = {
  '1. Get or Create Conversation (Authenticated Users)': async ({ url, user }) => {
    const { bearer } = await user();
    return [(await rest(url, '/api/support/conversation', bearer)).body];
  },
  '2. Get or Create Conversation (Anonymous/Guest Users)': async ({ url }) => {
    const { body } = await rest(url, '/api/support/conversation/guest', null, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"type":"general","subject":"Need help"}',
    });
    return [body];
  },
  '3. Get Conversation Messages': async (ground) => {
    const { bearer, conversationId } = await spoken(ground);
    return [(await rest(ground.url, historyPath(conversationId), bearer)).body];
  },
  '4. Get Conversation Details': async (ground) => {
    const { bearer, conversationId } = await spoken(ground);
    return [(await rest(ground.url, `/api/support/conversation/${conversationId}`, bearer)).body];
  },
  '5. Generate Onboarding Auth Code (Admin Only)': async ({ url, user, admin }) => {
    const { id: userId, conversationId } = await user();
    return [(await generate(url, admin(), { userId, conversationId })).body];
  },
  '6. Verify Onboarding Auth Code (Public)': async ({ url, user, admin }) => {
    const { id: userId } = await user();
    const { body } = await generate(url, admin(), { userId });
    const tried = { code: body.data.code, userId };
    const [right, wrong] = [await verify(url, tried), await verify(url, tried)];
    return [right.body, wrong.body];
  },
};

/** By endpoint: whether it answers with every field that the document shows. */
export const FIELDS = Object.fromEntries(
  Object.entries(ANSWERS).map(([heading, ask]) => [
    heading,
    async (ground: Ground): Promise<void> => {
      const shown = responseFields(DOCUMENT_001, REST, heading);
      const answers = await ask(ground);
      expect(shown, heading).to.have.length(answers.length);
      for (const [at, answer] of answers.entries()) {
        expect(shown[at], heading).to.include('success');
        expect(fieldsIn(answer)).to.include.members([...(shown[at] ?? [])]);
      }
    },
  ]),
);
