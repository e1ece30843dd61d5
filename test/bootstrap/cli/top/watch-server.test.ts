import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { readServer } from '../../../../src/bootstrap/cli/top/read-server.js';
import { watchServer } from '../../../../src/bootstrap/cli/top/watch-server.js';

const CLEAR = '\u001b[2J\u001b[H';

describe('what top shows of a server', () => {
  let server: Server;
  let url: string;
  /** What it answers with; null is nothing at all. */
  let status: number | null;
  let stopping: AbortController;

  beforeEach(async () => {
    [status, stopping] = [200, new AbortController()];
    server = createServer((_request, response) => {
      if (status === null) return;
      response.statusCode = status;
      response.end('switchboard_connections 7\n');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  /** Is stopped in the pause of that number. */
  const watched = async (isTTY: boolean, looks: number, onPause: () => void = () => undefined) => {
    const written: string[] = [];
    const pauses: number[] = [];
    const why = await watchServer(
      { url, token: null },
      {
        once: false,
        screen: { isTTY, write: (text) => written.push(text) },
        stopped: stopping.signal,
        pause: (milliseconds) => {
          pauses.push(milliseconds);
          onPause();
          if (pauses.length === looks) stopping.abort();
          return Promise.resolve();
        },
      },
    );
    return { why, written, pauses };
  };

  it('is anew in place of what was there on a terminal, once a second', async () => {
    const { why, written, pauses } = await watched(true, 3);
    expect([why, pauses]).to.deep.equal([null, [1_000, 1_000, 1_000]]);
    expect(written).to.have.length(3);
    for (const text of written) {
      expect(text.startsWith(`${CLEAR}${url} `), text).to.equal(true);
      expect(text).to.match(/^connections {3}7$/m);
    }
  });

  it('is one below the other elsewhere', async () => {
    const { written } = await watched(false, 2);
    expect(written).to.have.length(2);
    expect(written.join(''))
      .to.match(/^http.*\n\n/)
      .and.match(/\n\nhttp.*\n\n/)
      .and.not.contain('\u001b');
  });

  it('is that it is away, as long as it is, and then nothing of the time before', async () => {
    const next = [200, 503, 200, 200];
    const { why, written } = await watched(false, 5, () => (status = next.shift() ?? null));
    expect(why).to.equal(null);
    expect(written[2]).to.match(/^http\S+\/metrics answers 503: .*; waiting for it\n\n$/);
    const messages = written.map((text) => /^messages +(\S+)$/m.exec(text)?.[1]);
    expect(messages).to.deep.equal(['-/s', '0/s', undefined, '-/s', '0/s']);
  });

  it('is nothing where it is refused, which it will be again', async () => {
    status = 401;
    const { why, written, pauses } = await watched(false, 2);
    expect([written, pauses]).to.deep.equal([[], []]);
    expect(why).to.match(/answers 401/);
  });

  it('is that it is away where it does not answer for too long, or is stopped', async () => {
    status = null;
    const late = await readServer({ url, token: null }, stopping.signal, 1);
    expect(late).to.have.nested.property('left.kind', 'away');
    expect(late)
      .to.have.nested.property('left.words')
      .that.matches(/ is away \(.*timeout\)$/);
    const stopped = readServer({ url, token: null }, stopping.signal, 1_000_000);
    stopping.abort();
    expect(await stopped).to.have.nested.property('left.kind', 'away');
  });
});
