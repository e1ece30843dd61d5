import { expect } from 'chai';
import { mike, STAFF } from '../documents/livechat-people.js';
import type { ServedGround } from './served-ground.js';

/** All that staff see of a conversation. */
export const seenOf = async ({ ask: asked }: ServedGround, id: string) => {
  const { status, body } = await asked(`GET ${STAFF}/conversations/${id}`, {
    bearer: mike().bearer,
  });
  expect(status).to.equal(200);
  return body.data['conversation'] as Readonly<Record<string, unknown>>;
};
