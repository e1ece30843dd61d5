import { expect } from 'chai';
import { within } from '../support/deadline.js';
import { enterRawSocketio, openRawSocketio } from '../support/raw-socketio.js';
import { wholeHistory } from '../support/rest-client.js';
import { connectSupportSocketio } from '../support/support-clients.js';
import { KIB, MIB, nested } from './sizes.js';
import { serveThroughout } from './serve-throughout.js';

describe('bad input over Socket.IO alone', () => {
  let url: string;
  let bearer: string;
  let conversationId: string;
  serveThroughout((now) => {
    ({ url, bearer, conversationId } = now);
  });

  it('takes an ack that is no function for none', async () => {
    const client = await connectSupportSocketio(url, { token: bearer });
    const send = { conversationId, message: 'hello' };
    for (const ack of ['ack', 5, null, {}, [], { id: 1 }]) {
      client.socket.emit('message:send', send, ack);
      expect((await client.next('message:received')).message).to.equal('hello');
      client.socket.emit('message:send', null, ack);
      expect((await client.next('message:error')).code).to.equal('invalid');
    }
    client.close();
  });

  it('refuses binary events, and answers them', async () => {
    const client = await connectSupportSocketio(url, { token: bearer });
    const payloads = [
      Buffer.from('hello'),
      { conversationId, message: Buffer.from('hello') },
      { conversationId: Buffer.from(conversationId), message: 'hello' },
    ];
    for (const payload of payloads) {
      expect((await client.request('message:send', payload)).code).to.equal('invalid');
    }
    const large = { conversationId, message: 'hello', extra: Buffer.alloc(100 * KIB) };
    expect((await client.request('message:send', large)).code).to.equal('too_large');
    client.close();
  });

  it('refuses events that are numbers', async () => {
    const client = await enterRawSocketio(url, bearer);
    const answer = client.next(/^43\/support,7/);
    client.packet(`2/support,7[5,${JSON.stringify({ conversationId })}]`);
    expect(await answer).to.contain('"invalid"');
    client.close();
  });

  it('closes past 1 MiB', async () => {
    const websocket = await connectSupportSocketio(url, { token: bearer });
    websocket.emit('message:send', { conversationId, message: 'x'.repeat(MIB) });
    expect(await websocket.ended).to.match(/^transport/);
    const raw = await enterRawSocketio(url, bearer);
    raw.packet(`2/support,["message:send","${'x'.repeat(MIB)}"]`);
    expect(await raw.closed).to.equal(1009);
    const options = { transports: ['polling'] as const };
    const polling = await connectSupportSocketio(url, { token: bearer }, options);
    polling.emit('message:send', { conversationId, message: 'x'.repeat(MIB) });
    expect(await polling.ended).to.match(/^transport/);
  });

  it('takes no more than 64 KiB from strangers', async () => {
    const raw = await openRawSocketio(url);
    raw.packet(`0/support,{"token":"${'x'.repeat(64 * KIB)}"}`);
    await within(raw.closed, () => 'a stranger to be closed');
  });

  const MALFORMED: readonly string[] = [
    '2/support,',
    '2/support,[',
    '2/support,{}',
    '2/support,[]',
    '2/support,[null]',
    '2/support,[{}]',
    '2/support,[["message:send"]]',
    '2/support,["disconnect"]',
    '2/support,["connect_error"]',
    '2/support,["newListener"]',
    '2/support',
    '51-/support,["message:send",{"_placeholder":true,"num":5}]',
    '51-/support,["message:send"]',
    '5/support,["message:send"]',
    '5-1-/support,["message:send"]',
    '51e9-/support,["message:send",{"_placeholder":true,"num":0}]',
    '3/support,1',
    '3/support,{}',
    '61-/support,1[{"_placeholder":true,"num":0}]',
    '4/support,{"message":"x"}',
    '9/support,[]',
    'x',
    '0/support,[]',
    '1/support,{}',
    `2/support,${nested(20_000)}`,
    `2/support,["message:send",${nested(20_000)}]`,
    `0/support,${nested(20_000)}`,
  ];

  for (const packet of MALFORMED) {
    it(`survives the packet ${packet.slice(0, 60)}`, async () => {
      const client = await enterRawSocketio(url, bearer);
      client.packet(packet);
      // Ends by an answer to what follows, or by the server's closing: both are well.
      const pong = client.next(/^43\/support,9/).then(
        () => 'answered',
        () => 'no answer',
      );
      client.packet('2/support,9["conversation:leave",{}]');
      const outcome = await Promise.race([pong, client.closed.then(() => 'closed')]);
      expect(outcome).to.be.oneOf(['answered', 'closed']);
      client.close();
    });
  }

  it('survives attachments that were not announced, or never come', async () => {
    const loose = await enterRawSocketio(url, bearer);
    loose.packet(Buffer.from('loose'));
    await within(loose.closed, () => 'a loose attachment to close');
    const waiting = await enterRawSocketio(url, bearer);
    waiting.packet('51-/support,["message:send",{"_placeholder":true,"num":0}]');
    waiting.packet('2/support,["message:send",{}]');
    await within(waiting.closed, () => 'text in place of an attachment to close');
    const wrong = await enterRawSocketio(url, bearer);
    wrong.packet('51-/support,["message:send",{"_placeholder":true,"num":"__proto__"}]');
    wrong.packet(Buffer.from('x'));
    await within(wrong.closed, () => 'a placeholder of nothing to close');
  });

  it('survives Engine.IO packets that there are not', async () => {
    for (const text of ['', '9', 'x', '7hello', '0{}', '5', '6', 'b', 'bAAAA']) {
      const client = await enterRawSocketio(url, bearer);
      client.raw(text);
      client.close();
    }
  });

  it('lets nobody into other namespaces', async () => {
    for (const namespace of ['/admin', '/__proto__', '/constructor', '/support2', '/support/']) {
      const client = await openRawSocketio(url);
      const refusal = client.next(/^44/);
      client.packet(`0${namespace},${JSON.stringify({ token: bearer })}`);
      expect(await refusal, namespace).to.contain('Invalid namespace');
      client.close();
    }
  });

  it('handles no event before the handshake', async () => {
    const client = await openRawSocketio(url);
    client.packet(
      `2/support,1["message:send",{"conversationId":"${conversationId}","message":"x"}]`,
    );
    await within(client.closed, () => 'an event before the handshake to close');
    expect(await wholeHistory(url, bearer, conversationId)).to.deep.equal([]);
  });

  it('refuses polling requests that are nonsense', async () => {
    const path = '/socket.io/?EIO=4&transport=polling';
    const opening = await fetch(`${url}${path}`);
    const { sid } = JSON.parse((await opening.text()).slice(1)) as { sid: string };
    for (const query of [`&sid=${sid}x`, '&sid=__proto__', '&transport=nothing', '&EIO=99']) {
      const { status } = await fetch(`${url}${path}${query}`);
      expect(status, query).to.equal(400);
    }
    const post = async (body: string): Promise<number> => {
      const { status } = await fetch(`${url}${path}&sid=${sid}`, { method: 'POST', body });
      return status;
    };
    expect(await post('6')).to.be.oneOf([200, 400]);
    expect(await post(`4x${'\u001e4'.repeat(100)}`)).to.be.oneOf([200, 400]);
    // Takes what is left for it, as a client would: the library waits half a minute for that.
    await (await fetch(`${url}${path}&sid=${sid}`)).text();
  });
});
