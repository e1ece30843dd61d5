import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect } from 'chai';
import { logWatch } from './log-watch.js';
import { configured, heard, KEPT, said } from './private-data.js';
import { token } from './tokens.js';

const told = (line: string): string => {
  const watch = logWatch();
  watch.read(line.slice(0, 5));
  watch.read(`${line.slice(5)}\n`);
  try {
    watch.expectNoSecrets();
    return 'nothing';
  } catch (error) {
    return String(error);
  }
};
const field = (value: unknown): string => told(JSON.stringify({ msg: 'planted', value }));

const SENT = /what somebody has sent/;

describe('the watch over logs', () => {
  it('notices tokens, secrets, and guests by their secret form', () => {
    configured({ JWT_SECRET: 'a secret of this test', APP_KEYS: 'key-of-one,key-of-two' });
    expect(field('no a secret of this test there')).to.match(/a secret/);
    expect(field('x-app-key: key-of-two')).to.match(/a secret/);
    expect(field(`/x?token=${token({ sub: 'a' })}`)).to.match(/a token/);
    const guest = 'guest_1795906590968_';
    expect(field(`${guest}${'a1'.repeat(11)}`)).to.equal('nothing');
    expect(field(`of ${guest}${'a1'.repeat(22)}`)).to.match(/a guest's secret/);
    heard({ data: { guestId: `${guest}${'a1'.repeat(11)}${'b2'.repeat(11)}` } });
    said({ guestId: `${guest}${'c3'.repeat(11)}` });
    expect(field(`${guest}${'a1'.repeat(11)}`)).to.equal('nothing');
    expect(field(`${guest}${'c3'.repeat(11)}`)).to.equal('nothing');
    expect(field(`of ${'b2'.repeat(11)}`)).to.match(SENT);
  });

  it('notices what clients send, as a value and within others', () => {
    said({
      conversationId: 'an-id-of-nobody',
      message: 'a text "of"\nsomebody',
      list: [{ note: 'a short 1' }],
    });
    expect(field('an-id-of-nobody')).to.equal('nothing');
    expect(field('a text "of"\nsomebody')).to.match(SENT);
    expect(field('a short 1')).to.match(SENT);
    expect(field('E11000 dup key: { text: "a text "of"\nsomebody" }')).to.match(SENT);
    expect(field({ stack: ['Error: a text "of"\nsome… is too long\n    at x'] })).to.match(SENT);
    expect(field({ 'a text "of"\nsomebody': 1 })).to.match(SENT);
    expect(field(JSON.stringify({ said: 'a text "of"\nsomebody' }))).to.match(SENT);
    expect(told('INFO: {"said":"a text \\"of\\"\\nsomebody"}')).to.match(SENT);
  });

  it('lets an actor be called by what somebody has sent, and by no credential', () => {
    said({ message: '<b>somebody</b> by name' });
    const actor = (id: string): string => told(JSON.stringify({ msg: 'security', actor: id }));
    expect(actor('customer:<b>somebody</b> by name')).to.equal('nothing');
    expect(actor(`customer:${token({ sub: 'a' })}`)).to.match(/a token/);
    expect(actor(`guest_1795906590968_${'a1'.repeat(22)}`)).to.match(/a guest's secret/);
    expect(field('<b>somebody</b> by name')).to.match(SENT);
  });

  it('notices codes, whoever said them', () => {
    said({ code: '271828' });
    heard({ success: true, data: { code: '314159' } });
    heard({ message: 'Your code is 161803.', note: 'The conversation is closed' });
    for (const code of ['271828', '314159', '161803']) {
      expect(field(code)).to.match(SENT);
      expect(field(`the code ${code} is taken`)).to.match(SENT);
      expect(field(`9${code}`)).to.equal('nothing');
      expect(field(Number(code))).to.equal('nothing');
    }
    expect(field('The conversation is closed')).to.equal('nothing');
  });

  it('notices what goes over REST', async () => {
    logWatch();
    const server = createServer((_request, response) => response.end('{}')).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const send = (path: string, init: RequestInit): Promise<Response> =>
      fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', ...init });
    try {
      await send('/?text=a+text+of+a+query', { headers: { 'x-app-key': 'a key of a header' } });
      await send('/', { body: JSON.stringify({ email: 'somebody@of.a.body' }) });
      const form = new FormData();
      form.append('message', 'a text of a form');
      await send('/', { body: form, headers: [['authorization', 'Bearer a-bearer-of-a-list']] });
      const part = 'Content-Disposition: form-data; name="message"\r\n\r\na text of a part';
      await send('/', { body: Buffer.from(`--x\r\n${part}\r\n--x--\r\n`) });
    } finally {
      server.close();
    }
    for (const text of ['a text of a query', 'a key of a header', 'somebody@of.a.body']) {
      expect(field(`it was ${text}`), text).to.match(SENT);
    }
    for (const text of ['a text of a form', 'a-bearer-of-a-list', 'a text of a part']) {
      expect(field(`it was ${text}`), text).to.match(SENT);
    }
  });

  it('keeps the newest', () => {
    const text = (number: number): string => `a text, number ${String(number).padStart(6, '0')}`;
    said({ message: 'the first of very many texts' });
    for (let number = 0; number < KEPT; number += 1) said({ message: `${number} of many texts` });
    said({ message: text(1) });
    expect(field(text(1))).to.match(SENT);
    expect(field('the first of very many texts')).to.equal('nothing');
  });

  it('looks at the last line, too, where it has no end', () => {
    said({ message: 'the text of a last line' });
    const watch = logWatch();
    watch.read('{"value":"the text of a last line"}');
    expect(() => watch.expectNoSecrets()).to.throw(SENT);
  });
});
