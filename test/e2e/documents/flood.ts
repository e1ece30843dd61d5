import { expect } from 'chai';
import { wholeHistory } from '../support/rest-client.js';
import type { Ground } from './ground.js';

/** Messages of a person in a minute. */
const RATE = 30;

/** One message more than a minute's is refused, by `message:error`, and not stored. */
export const floodIsRefused = async ({ enter, user, url }: Ground): Promise<void> => {
  const { bearer, conversationId } = await user();
  const client = await enter({ token: bearer });
  const answers = await Promise.all(
    Array.from({ length: RATE + 1 }, (_, n) =>
      client.request('message:send', { conversationId, message: `message ${n}` }),
    ),
  );
  expect(answers.filter(({ success }) => success)).to.have.length(RATE);
  const { code, retryAfter } = await client.next('message:error');
  expect(code).to.equal('rate_limited');
  expect(retryAfter).to.be.within(1, 60);
  expect(await wholeHistory(url, bearer, conversationId)).to.have.length(RATE);
};
