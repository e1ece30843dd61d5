import { mock } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { ClientGone } from '../../../../../src/adapters/inbound/gateway/transport.js';
import { atPace, PACE } from '../../../../../src/adapters/inbound/transports/http/pace.js';
import {
  type BareRoute,
  bugs,
  type HttpServer,
  serveRoutes,
} from '../../../../support/http-server.js';
import { ManualStopwatch } from '../../../../support/manual-stopwatch.js';
import { head, openTcp } from '../../../../support/raw-tcp.js';
import { until } from '../../../../support/until.js';

const SECOND = 1_000;
/** A second in which something comes before it is over. */
const ALMOST = SECOND - 1;
const KIB = 1_024;

/** A client that sends when it is told to. */
class Client implements AsyncIterable<Uint8Array> {
  private heard = Promise.withResolvers<IteratorResult<Uint8Array>>();
  returned = 0;

  send(bytes: number): void {
    this.heard.resolve({ done: false, value: Buffer.alloc(bytes) });
  }

  end(): void {
    this.heard.resolve({ done: true, value: undefined });
  }

  fail(error: Error): void {
    this.heard.reject(error);
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: () => {
        const { promise } = this.heard;
        return promise.finally(() => {
          this.heard = Promise.withResolvers();
        });
      },
      return: async () => {
        await turn();
        this.returned += 1;
        return { done: true, value: undefined };
      },
    };
  }
}

describe('the pace of a client that sends', () => {
  const slow = new Error('slow');
  let stopwatch: ManualStopwatch;
  let client: Client;
  let bytes: AsyncGenerator<Uint8Array, void>;

  beforeEach(() => {
    stopwatch = new ManualStopwatch();
    client = new Client();
    bytes = atPace(client, { ...PACE, stopwatch }, () => slow);
  });

  /** What has come, or how it ended. */
  const next = (): Promise<number | 'end' | Error> =>
    bytes.next().then(
      (read) => (read.done === true ? 'end' : read.value.length),
      (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
    );

  it('is kept with a kilobyte a second, for as long as it takes', async () => {
    for (let second = 0; second < 100; second += 1) {
      const came = next();
      stopwatch.pass(ALMOST);
      client.send(KIB);
      expect(await came).to.equal(KIB);
    }
    const last = next();
    client.end();
    expect(await last).to.equal('end');
    expect(stopwatch.waiting).to.equal(0);
  });

  it('is not kept with a byte a second, nor with little less than a kilobyte', async () => {
    for (const size of [1, KIB - 1]) {
      client = new Client();
      bytes = atPace(client, { ...PACE, stopwatch }, () => slow);
      const taken: unknown[] = [];
      for (let second = 1; second <= 15; second += 1) {
        const came = next();
        stopwatch.pass(ALMOST);
        client.send(size);
        taken.push(await came);
      }
      expect(taken).to.deep.equal(Array(15).fill(size));
      const last = next();
      stopwatch.pass(15);
      expect(await last).to.equal(slow);
      expect(stopwatch.waiting).to.equal(0);
      await until(() => client.returned === 1);
    }
  });

  it('is not kept by who sends nothing, and is not waited for', async () => {
    const came = next();
    stopwatch.pass(15 * SECOND - 1);
    expect(stopwatch.waiting).to.equal(1);
    stopwatch.pass(1);
    expect(await came).to.equal(slow);
    await until(() => client.returned === 1);
    expect(await next()).to.equal('end');
  });

  it('is looked at anew after a time in which it was kept', async () => {
    const first = next();
    client.send(1_000 * KIB);
    expect(await first).to.equal(1_000 * KIB);
    const second = next();
    stopwatch.pass(15 * SECOND);
    await until(() => stopwatch.waiting === 1);
    stopwatch.pass(14 * SECOND);
    client.send(1);
    expect(await second).to.equal(1);
    const third = next();
    stopwatch.pass(SECOND);
    expect(await third).to.equal(slow);
  });

  it('does not suffer from a reader who takes his time', async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const came = next();
      client.send(1);
      expect(await came).to.equal(1);
      stopwatch.pass(60 * SECOND);
    }
  });

  it('is measured by the time that passed, though an alarm comes early', async () => {
    const early = {
      now: stopwatch.now,
      after: (time: number, run: () => void) => stopwatch.after(time - 1, run),
    };
    bytes = atPace(client, { ...PACE, stopwatch: early }, () => slow);
    const came = next();
    stopwatch.pass(15 * SECOND - 1);
    await until(() => stopwatch.waiting === 1);
    stopwatch.pass(1);
    expect(await came).to.equal(slow);
  });

  it('is measured by timers, which can be called off', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const rung: string[] = [];
      PACE.stopwatch.after(PACE.window, () => rung.push('kept'));
      PACE.stopwatch.after(PACE.window, () => rung.push('called off'))();
      mock.timers.tick(PACE.window - 1);
      expect(rung).to.deep.equal([]);
      mock.timers.tick(1);
      expect(rung).to.deep.equal(['kept']);
    } finally {
      mock.timers.reset();
    }
  });

  it('is of no account to who stops, or is told of what failed', async () => {
    const came = next();
    client.send(1);
    await came;
    await bytes.return();
    expect(client.returned).to.equal(1);
    const gone = new ClientGone('the cable');
    bytes = atPace(client, { ...PACE, stopwatch }, () => slow);
    const failed = next();
    client.fail(gone);
    expect(await failed).to.equal(gone);
    expect(stopwatch.waiting).to.equal(0);
  });
});

describe('bodies that come too slowly', () => {
  let server: HttpServer;
  let stopwatch: ManualStopwatch;
  let endings: unknown[];

  const route = (path: string, isDeaf: boolean): BareRoute => ({
    method: 'POST',
    path: `/probe/${path}`,
    access: 'anyone',
    body: 'stream',
    handle: async (_caller, { content }) => {
      try {
        for await (const chunk of content) endings.push(chunk.length);
      } catch (error) {
        endings.push(error);
        if (!isDeaf) throw error;
      }
      return { status: 200, body: 'whole' };
    },
  });

  before(async () => {
    stopwatch = new ManualStopwatch();
    const pace = { ...PACE, stopwatch };
    server = await serveRoutes([route('deaf', true), route('listening', false)], { pace });
  });
  after(() => server.stop());
  beforeEach(() => (endings = []));
  afterEach(() => {
    expect(bugs(server)).to.deep.equal([]);
    expect(stopwatch.waiting).to.equal(0);
  });

  for (const path of ['listening', 'deaf']) {
    for (const [kind, header] of [
      ['of a known length', 'Content-Length: 100'],
      ['in chunks', 'Transfer-Encoding: chunked'],
    ] as const) {
      it(`are cut off, ${kind}, whatever the route makes of it (${path})`, async () => {
        const client = await openTcp(server.url);
        client.socket.write(`${head(`POST /probe/${path}`, header)}5\r\nhello\r\n`);
        await until(() => endings.length === 1 && stopwatch.waiting === 1);
        stopwatch.pass(15 * SECOND);
        const answer = await client.closed;
        expect(answer).to.match(/^HTTP\/1\.1 408 /);
        expect(answer).to.match(/^connection: close\r$/im);
        expect(answer.endsWith('{"success":false,"message":"Request timeout"}')).to.equal(true);
        expect(endings[1]).to.be.instanceOf(ClientGone);
      });
    }
  }

  it('are heard to the end where they come fast enough', async () => {
    const client = await openTcp(server.url);
    const size = 40 * KIB;
    client.socket.write(
      head('POST /probe/listening', `Content-Length: ${size}`, 'Connection: close'),
    );
    for (let part = 1; part <= 40; part += 1) {
      client.socket.write(Buffer.alloc(KIB));
      await until(() => endings.reduce((sum: number, n) => sum + Number(n), 0) === part * KIB);
      if (part < 40) await until(() => stopwatch.waiting === 1);
      stopwatch.pass(SECOND);
    }
    expect(await client.closed).to.match(/^HTTP\/1\.1 200 [^]*"whole"$/);
  });
});
