import { placeInFolder } from '../support/bound-stores.js';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { expect } from 'chai';
import { importsOf, PROJECT, readTree } from '../architecture/support/tree.js';
import type { Transport } from '../e2e/support/doors.js';
import { stage } from '../e2e/support/stages.js';
import { support } from '../e2e/support/support-clients.js';
import { describeSupportScenario } from '../e2e/support-scenario.js';
import { someone, token } from '../e2e/support/tokens.js';
import type { Ack, Frames } from '../e2e/support/wire.js';
import { connectLine, type LineClient } from './toy-transport/connect-line.js';
import { lineTransport } from './toy-transport/line-transport.js';

const FOLDER = 'test/docs/toy-transport';

/** The way to connect, as test/e2e/support/doors.ts would have it; `listening` hears on which port. */
const lines =
  (listening: (port: number) => void = () => undefined): Transport =>
  async ({ gateway, logger }) => {
    const server = createServer();
    const mounted = lineTransport(server, { entrances: gateway.dialects, logger });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    listening(port);
    return {
      url: null,
      connect: (spoken, credentials) => connectLine(spoken, port, credentials),
      close: () => mounted.close(),
    };
  };

// The page's row in the matrix.
describeSupportScenario('over a transport written by the page', () =>
  stage(lines(), placeInFolder('memory'), support),
);

describe('a transport written by docs/adding-a-transport.md', () => {
  let port = 0;
  let leave: (() => Promise<void>) | null = null;
  let clients: LineClient<Frames, Ack>[] = [];

  beforeEach(async () => {
    const listening = (taken: number): void => {
      port = taken;
    };
    ({ leave } = await stage<Frames, Ack>(lines(listening), placeInFolder('memory'), support));
  });
  afterEach(async () => {
    for (const client of clients) client.close();
    clients = [];
    await leave?.();
  });

  const enter = async (): Promise<LineClient<Frames, Ack>> => {
    const client = await connectLine<Frames, Ack>(support, port, {
      token: token({ sub: someone() }),
    });
    clients.push(client);
    return client;
  };

  it('sees the seam and the tools of all transports, and nothing else of the adapters', () => {
    const tree = readTree(PROJECT, FOLDER);
    const imported = Object.keys(tree).flatMap((path) => importsOf(tree, path));
    const adapters = imported.filter((path) => path.startsWith('src/adapters/'));
    const allowed = /inbound\/(gateway\/transport\.ts|transports\/common\/)/;
    expect(adapters.filter((path) => !allowed.test(path))).to.deep.equal([]);
    expect(imported.filter((path) => /^src\/(domain|bootstrap)\//.test(path))).to.deep.equal([]);
  });

  it('answers what is no frame', async () => {
    const client = await enter();
    client.raw('hello');
    expect(await client.next('error')).to.include({ code: 'INVALID_DATA' });
  });

  it('closes for a line that is longer than is allowed, and more is allowed to who is known', async () => {
    const client = await enter();
    client.raw(JSON.stringify({ event: 'x', data: 'x'.repeat(100_000) }));
    expect(await client.next('message:error')).to.include({ code: 'too_large' });
    client.raw('x'.repeat(2_000_000));
    expect(await client.ended).to.equal('tooLarge');
  });

  it('tells clients why they are sent away', async () => {
    const client = await enter();
    await leave?.();
    leave = null;
    expect(await client.ended).to.equal('restarting');
  });
});
