import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { isLeft, right } from 'fp-ts/lib/Either.js';
import {
  type FormPart,
  readForm,
} from '../../../../../src/adapters/inbound/dialects/common/multipart.js';
import {
  type BareRoute,
  bugs,
  type HttpServer,
  serveRoutes,
} from '../../../../support/http-server.js';
import { END, field, file, TYPE } from '../../../../support/forms.js';
import { head, openTcp } from '../../../../support/raw-tcp.js';
import { settled } from '../../../../support/settled.js';
import { until } from '../../../../support/until.js';

const MIB = 1024 * 1024;

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('forms that are uploaded', () => {
  let server: HttpServer;
  let outcomes: unknown[];
  let gate: PromiseWithResolvers<void>;

  const hashes = async (parts: AsyncIterable<FormPart>): Promise<readonly string[]> => {
    const found: string[] = [];
    for await (const one of parts) {
      if (one.kind === 'field') {
        found.push(one.value);
        continue;
      }
      const hash = createHash('sha256');
      for await (const bytes of one.content) {
        await gate.promise;
        hash.update(bytes);
      }
      found.push(`${one.name} ${hash.digest('hex')}`);
    }
    return found;
  };

  const upload: BareRoute = {
    method: 'POST',
    path: '/probe/files',
    access: 'anyone',
    body: 'stream',
    handle: async (_caller, request) => {
      const read = await readForm(request, (parts) => async () => right(await hashes(parts)))();
      outcomes.push(isLeft(read) ? read.left.kind : 'whole');
      return isLeft(read)
        ? { status: 400, body: read.left.kind }
        : { status: 200, body: read.right };
    },
  };

  before(async () => {
    server = await serveRoutes([upload]);
  });
  after(() => server.stop());
  beforeEach(() => {
    outcomes = [];
    gate = Promise.withResolvers();
  });
  afterEach(() => expect(bugs(server)).to.deep.equal([]));

  const heading = (size: number, ...more: readonly string[]): string =>
    head('POST /probe/files', `Content-Type: ${TYPE}`, `Content-Length: ${size}`, ...more);

  it('arrive as they were sent', async () => {
    gate.resolve();
    const [one, other] = [randomBytes(10 * MIB), randomBytes(100)];
    const body = new FormData();
    body.append('text', 'hello');
    body.append('file', new File([one], 'one.png'));
    body.append('file', new File([other], 'größe.txt'));
    const response = await fetch(`${server.url}/probe/files`, { method: 'POST', body });
    expect(await response.json()).to.deep.equal([
      'hello',
      `one.png ${sha(one)}`,
      `größe.txt ${sha(other)}`,
    ]);
  });

  it('wait for whoever stores their files', async () => {
    const bytes = Buffer.alloc(64 * MIB);
    const body = Buffer.concat([file('a', bytes), END]);
    const client = await openTcp(server.url);
    client.socket.write(heading(body.length, 'Connection: close'));
    client.socket.write(body);
    const left = (): number => client.socket.writableLength;
    expect(await settled(left)).to.be.greaterThan(0);
    expect(client.socket.bytesWritten - left()).to.be.lessThan(32 * MIB);
    gate.resolve();
    expect(await client.closed).to.contain(sha(bytes));
  });

  it('are refused as soon as they are too much, and the connection serves on', async () => {
    gate.resolve();
    const client = await openTcp(server.url);
    const tooMany = Buffer.concat(Array<Buffer>(6).fill(file('a')));
    client.socket.write(heading(10 * MIB));
    client.socket.write(tooMany);
    await client.heard(/^HTTP\/1\.1 400 [^]*"TooManyFiles"$/);
    client.socket.write(Buffer.alloc(10 * MIB - tooMany.length));
    const next = Buffer.concat([field('a', 'again'), END]);
    client.socket.write(heading(next.length, 'Connection: close'));
    client.socket.write(next);
    expect(await client.closed).to.match(/HTTP\/1\.1 200 [^]*\["again"\]$/);
  });

  it('end where their client goes away', async () => {
    gate.resolve();
    const client = await openTcp(server.url);
    client.socket.write(heading(MIB));
    client.socket.write(file('a', 'begun'), () => client.socket.resetAndDestroy());
    await until(() => outcomes.length === 1);
    expect(outcomes).to.deep.equal(['ClientGone']);
  });
});
