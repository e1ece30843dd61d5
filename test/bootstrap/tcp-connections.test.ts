import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { expect } from 'chai';
import { type TcpConnections, tcpConnections } from '../../src/bootstrap/tcp-connections.js';
import { head, openTcp, type RawTcp } from '../support/raw-tcp.js';
import { until } from '../support/until.js';

const UPGRADE = head('GET /', 'Connection: Upgrade', 'Upgrade: websocket');

/** More than the buffers of two sockets hold. */
const MUCH = Buffer.alloc(64 * 1024 * 1024);

describe('tcpConnections', () => {
  let server: Server;
  let connections: TcpConnections;
  let url: string;
  /** Requests and upgrades that came through. */
  let seen: string[];

  beforeEach(async () => {
    server = createServer();
    seen = [];
    server.on('request', ({ url: path }, response: ServerResponse) => {
      seen.push(path ?? '');
      if (path === '/now') response.end(`answer ${seen.length}.`);
    });
    server.on('upgrade', () => seen.push('upgrade'));
    connections = tcpConnections(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    connections.cutOff();
    server.close();
  });

  const accepted = async (): Promise<RawTcp> => {
    const arrived = once(server, 'connection');
    const client = await openTcp(url);
    await arrived;
    return client;
  };

  const upgraded = async (): Promise<{ client: RawTcp; socket: Duplex }> => {
    const client = await accepted();
    const upgrade = once(server, 'upgrade');
    client.socket.write(UPGRADE);
    const [, socket] = (await upgrade) as [unknown, Duplex];
    return { client, socket };
  };

  const asked = async (): Promise<{ client: RawTcp; response: ServerResponse }> => {
    const client = await accepted();
    const request = once(server, 'request');
    client.socket.write(head('GET /'));
    const [, response] = (await request) as [unknown, ServerResponse];
    return { client, response };
  };

  it('cuts off who is silent, upgraded or not', async () => {
    const silent = [await accepted(), (await upgraded()).client];
    const half = await accepted();
    half.socket.write('GET / HTTP/1.1\r\n');
    connections.parting()();
    for (const { closed } of [...silent, half]) expect(await closed).to.equal('');
  });

  it('cuts off who takes nothing of what waits for him', async () => {
    const { client, socket } = await upgraded();
    client.socket.pause();
    socket.write(MUCH);
    connections.parting()();
    expect(socket.destroyed).to.equal(true);
    client.socket.resume();
    await client.closed;
  });

  it('waits for who takes what waits for him', async () => {
    const { client, socket } = await upgraded();
    client.socket.pause();
    for (let part = 0; part < 64; part += 1) socket.write(MUCH.subarray(0, MUCH.length / 64));
    const cutOffSilent = connections.parting();
    const before = socket.writableLength;
    client.socket.resume();
    await until(() => socket.writableLength < before);
    cutOffSilent();
    expect(socket.destroyed).to.equal(false);
    socket.end();
    expect((await client.closed).length).to.equal(MUCH.length);
  });

  it('waits for who is owed an answer, and no longer', async () => {
    const { client, response } = await asked();
    const cutOffSilent = connections.parting();
    cutOffSilent();
    expect(client.socket.destroyed).to.equal(false);
    response.end('late');
    await client.heard(/late/);
    await until(() => response.closed);
    cutOffSilent();
    expect(await client.closed).to.match(/^HTTP\/1\.1 200 /);
  });

  it('waits for who is owed the second of two answers', async () => {
    const client = await accepted();
    const responses: ServerResponse[] = [];
    server.on('request', (_request, response: ServerResponse) => responses.push(response));
    client.socket.write(head('GET /').repeat(2));
    await until(() => responses.length === 2);
    responses[0]?.end('first');
    await until(() => responses[0]?.closed === true);
    connections.parting()();
    expect(responses[1]?.req.socket.destroyed).to.equal(false);
    responses[1]?.end('second');
    await client.heard(/second/);
  });

  it('cuts off everybody at the end', async () => {
    const { client } = await asked();
    connections.cutOff();
    expect(await client.closed).to.equal('');
  });

  it('hands over nothing more of who is cut off', async () => {
    const client = await accepted();
    server.once('request', () => connections.cutOff());
    client.socket.write(head('GET /').repeat(3));
    await client.closed;
    expect(seen).to.deep.equal(['/']);
  });

  it('cuts off who sends more requests ahead than anybody has use for, and handles no more', async () => {
    const client = await accepted();
    client.socket.write(head('GET /').repeat(300));
    await client.closed;
    expect(seen).to.deep.equal(Array.from({ length: 10 }, () => '/'));
  });

  it('counts those alone that wait for their answers', async () => {
    const client = await accepted();
    for (let count = 1; count <= 30; count += 1) {
      client.socket.write(head('GET /now'));
      await until(() => seen.length === count);
      await client.heard(new RegExp(`answer ${count}\\.`));
    }
    client.socket.write(head('GET /').repeat(10));
    await until(() => seen.length === 40);
    expect(client.socket.destroyed).to.equal(false);
  });

  it('tells each answer that is owed that its client has gone, and once', async () => {
    const client = await accepted();
    const closings: number[] = [];
    server.on('request', (_request, response: ServerResponse) => {
      const at = closings.push(0) - 1;
      response.on('close', () => {
        closings[at] = (closings[at] ?? 0) + 1;
      });
    });
    client.socket.write(head('GET /').repeat(3));
    await until(() => closings.length === 3);
    client.socket.destroy();
    await until(() => closings.every((times) => times > 0));
    expect(closings).to.deep.equal([1, 1, 1]);
  });

  it('upgrades nobody who is owed an answer, which would stand in what follows', async () => {
    const client = await accepted();
    client.socket.write(head('GET /') + UPGRADE);
    expect(await client.closed).to.equal('');
    expect(seen).to.deep.equal(['/']);
  });
});
