import { expect } from 'chai';
import { asTyped } from '../../src/adapters/inbound/dialects/common/wording.js';
import { inert } from '../../src/adapters/inbound/dialects/common/inert-text.js';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';
import { conversationOf, historyPath, rest } from './support/rest-client.js';
import { connectServanaSocketio, type ServanaMessage } from './support/servana-clients.js';
import { connectSupportWs } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import type { WireMessage } from './support/wire.js';

const TEXT = 'a <b>, &lt; and 1 < 2';
const NAME = '<Ada> &amp;Co';

for (const [setting, write] of [
  ['on', inert],
  ['off', asTyped],
] as const) {
  describe(`what people type, with INERT_TEXT=${setting}`, () => {
    let server: App;

    before(async () => {
      server = await startServer({ INERT_TEXT: setting });
    });
    after(() => server.stop());

    const textsOf = (messages: readonly Pick<WireMessage, 'message'>[]): readonly string[] =>
      messages.map(({ message }) => message);

    it('goes out so on `support`: live, in answers, and in what is read', async () => {
      const bearer = token({ sub: someone(), name: NAME });
      const conversationId = await conversationOf(server.url, bearer);
      const client = await connectSupportWs(server.url, bearer);
      await client.request('conversation:join', { conversationId });
      const sent = await client.request('message:send', { conversationId, message: TEXT });
      const live = await client.next('message:received');
      client.close();
      expect(textsOf([sent.data as WireMessage, live])).to.deep.equal([write(TEXT), write(TEXT)]);
      const read = async <Data>(path: string): Promise<Data> =>
        (await rest<Data>(server.url, path, bearer)).body.data;
      const { messages } = await read<{ messages: WireMessage[] }>(historyPath(conversationId));
      expect(textsOf(messages)).to.deep.equal([write(TEXT)]);
      const details = await read<{ user: object; messages: WireMessage[] }>(
        `/api/support/conversation/${conversationId}`,
      );
      expect(details.user).to.include({ firstName: write('<Ada>') });
      expect(textsOf(details.messages)).to.deep.equal([write(TEXT)]);
    });

    it('goes out so in a subject on `support`', async () => {
      const opened = await fetch(`${server.url}/api/support/conversation/guest`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ subject: TEXT }),
      });
      const { data } = (await opened.json()) as { data: { conversation: { subject: string } } };
      expect(data.conversation.subject).to.equal(write(TEXT));
    });

    it('goes out so on `servana`: live, in answers, and in what is read', async () => {
      const clientId = someone();
      const bearer = token({ sub: clientId, name: NAME });
      const headers = { authorization: `Bearer ${bearer}` };
      const client = await connectServanaSocketio(server.url, { headers });
      const group = await client.request('createChatGroup', { subject: TEXT });
      expect(group).to.include({ subject: write(TEXT) });
      const { chatGroupId } = group;
      const wish = { groupId: chatGroupId, userType: 'client', userId: clientId };
      await client.request('joinChatGroup', wish);
      const answered = await client.request('sendMessage', {
        ...{ message: TEXT, chatGroupId, clientId },
      });
      const live = await client.next('receiveMessage');
      client.close();
      const groups = '/api/servana/chat-groups';
      const path = `${groups}/${String(chatGroupId)}/messages`;
      const { body } = await rest<{ messages: ServanaMessage[] }>(server.url, path, bearer);
      const all = [answered as unknown as ServanaMessage, live, ...body.data.messages];
      for (const { chat_message: text, sender } of all) {
        expect(text).to.equal(write(TEXT));
        const profile = { prof_firstname: write('<Ada>'), prof_lastname: write('&amp;Co') };
        expect(sender.profile).to.deep.equal(profile);
      }
      const listed = await rest<readonly object[]>(server.url, groups, bearer);
      expect(listed.body.data[0]).to.include({ subject: write(TEXT) });
    });
  });
}
