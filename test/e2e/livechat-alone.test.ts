import { expect } from 'chai';
import { john } from './documents/livechat-people.js';
import { startServer } from './support/in-process-server.js';
import { connectLivechatSocketio } from './support/livechat-clients.js';

describe('a server of `livechat` alone', () => {
  it('has no guests, and answers what nobody knows in its own words', async () => {
    const alone = await startServer({ DIALECTS: 'livechat' });
    try {
      for (const auth of [{}, { guestId: 'x' }, { token: 'x' }]) {
        const refused = await connectLivechatSocketio(alone.url, auth).catch(String);
        expect(refused).to.include('Authentication failed');
      }
      const client = await connectLivechatSocketio(alone.url, { token: john().bearer });
      const unknown = await client.request('conversation:join', {});
      expect(unknown).to.include({ success: false, code: 'invalid' });
      expect(await client.next('error')).to.deep.equal(unknown);
      client.close();
    } finally {
      await alone.stop();
    }
  });
});
