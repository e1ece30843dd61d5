import type { Socket } from 'node:net';
import { expect } from 'chai';
import { wholeHistory } from '../support/rest-client.js';
import {
  type SupportWsClient,
  connectSupportWs,
  openSupportWs,
  supportUpgradeStatus,
} from '../support/support-clients.js';
import { KIB, MIB, nested } from './sizes.js';
import { serveThroughout } from './serve-throughout.js';

describe('bad input over ws alone', () => {
  let url: string;
  let bearer: string;
  let conversationId: string;
  serveThroughout((now) => {
    ({ url, bearer, conversationId } = now);
  });

  const NO_ENVELOPES: Readonly<Record<string, string | Buffer>> = {
    'that is binary': Buffer.from('{"event":"conversation:join"}'),
    'that is empty': '',
    'that is no JSON': '{"event":',
    'that is null': 'null',
    'that is a number': '5',
    'that is a string': '"message:send"',
    'that is an array': '["message:send",{}]',
    'without an event': '{"data":{}}',
    'whose event is a number': '{"event":5}',
    'whose event is an object': '{"event":{}}',
    'whose ack is a string': '{"event":"message:send","ack":"1"}',
    'whose ack is an object': '{"event":"message:send","ack":{}}',
    'whose event is inherited': '{"__proto__":{"event":"message:send"}}',
    '20,000 levels deep': nested(20_000),
  };

  for (const [what, frame] of Object.entries(NO_ENVELOPES)) {
    it(`answers a frame ${what} with INVALID_DATA`, async () => {
      const client = await connectSupportWs(url, bearer);
      client.raw(frame);
      expect(await client.next('error')).to.have.all.keys('code', 'message');
      client.raw(frame);
      expect((await client.next('error')).code).to.equal('INVALID_DATA');
      expect((await client.request('conversation:join', { conversationId })).success).to.equal(
        true,
      );
      client.close();
    });
  }

  it('closes with 1008 at the tenth, and not before', async () => {
    const bad = async (client: SupportWsClient, count: number): Promise<void> => {
      for (let frame = 0; frame < count; frame += 1) {
        client.raw('x');
        await client.next('error');
      }
    };
    const nine = await connectSupportWs(url, bearer);
    await bad(nine, 9);
    expect((await nine.request('conversation:join', { conversationId })).success).to.equal(true);
    nine.raw('x');
    expect(await nine.closed).to.equal(1008);
  });

  it('handles nothing behind the tenth', async () => {
    const client = await connectSupportWs(url, bearer);
    for (let frame = 0; frame < 10; frame += 1) client.raw('x');
    client.emit('message:send', { conversationId, message: 'too late' });
    expect(await client.closed).to.equal(1008);
    expect(await wholeHistory(url, bearer, conversationId)).to.deep.equal([]);
  });

  it('closes past 1 MiB with 1009', async () => {
    const client = await connectSupportWs(url, bearer);
    client.emit('message:send', { conversationId, message: 'x'.repeat(MIB) });
    expect(await client.closed).to.equal(1009);
  });

  it('takes no more than 64 KiB from strangers', async () => {
    const client = await openSupportWs(url);
    client.emit('auth', { token: 'x'.repeat(64 * KIB) });
    expect((await client.next('message:error')).code).to.equal('too_large');
    client.emit('auth', { token: 'x'.repeat(128 * KIB) });
    expect(await client.closed).to.equal(1009);
  });

  it('refuses an auth frame of more than 64 KiB, and goes on', async () => {
    const client = await connectSupportWs(url, bearer);
    const ack = await client.request('auth', { token: bearer, extra: 'x'.repeat(64 * KIB) });
    expect(ack).to.include({ success: false, code: 'too_large' });
    client.close();
  });

  it('closes frames that break the protocol', async () => {
    // A reserved opcode; a frame that is not masked; text that is no UTF-8.
    const frames = [
      [0x83, 0x80, 0, 0, 0, 0],
      [0x81, 0x01, 0x78],
      [0x81, 0x81, 0, 0, 0, 0, 0xff],
    ];
    for (const bytes of frames) {
      const client = await connectSupportWs(url, bearer);
      const { _socket: tcp } = client.socket as unknown as { _socket: Socket };
      tcp.write(Buffer.from(bytes));
      expect(await client.closed).to.be.oneOf([1002, 1006, 1007]);
    }
  });

  it('upgrades only paths of dialects', async () => {
    for (const path of [
      '/ws',
      '/ws/',
      '/ws/__proto__',
      '/ws/constructor',
      '/ws/other',
      '/',
      '/x',
    ]) {
      expect(await supportUpgradeStatus(url, { path }), path).to.equal(404);
    }
  });
});
