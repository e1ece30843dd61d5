import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect } from 'chai';
import { DATABASE_FILE } from '../../src/bootstrap/stores.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { openRawPolling } from './support/raw-polling.js';
import { connectSupportSocketio, supportUpgradeStatus } from './support/support-clients.js';
import { serve, serverEnvironment, type ServerProcess } from './support/server-process.js';
import { someone, token } from './support/tokens.js';

type Line = Readonly<Record<string, unknown>>;

const EVIL = 'https://evil.example';

describe('the log of who is turned away', () => {
  let folder: TemporaryFolder;
  let server: ServerProcess;

  beforeEach(async () => {
    folder = temporaryFolder();
    server = await serve({ ...serverEnvironment(folder.path), LOG_LEVEL: 'warn' });
  });
  afterEach(async () => {
    await server.kill('SIGKILL');
    folder.remove();
  });

  /** Those with that message, once the server has stopped. */
  const lines = async (message: string): Promise<readonly Line[]> => {
    const ended = once(server.child.stdout ?? server.child, 'end');
    await server.kill('SIGTERM');
    await ended;
    return server
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
      .filter(({ msg }) => msg === message)
      .map(({ event, reason, origin, host, correlationId, leftOut }) =>
        leftOut === undefined
          ? { event, reason, origin, correlationId, ...(host === undefined ? {} : { host }) }
          : { event, reason, leftOut },
      );
  };

  const turnedAway = (reason: string, fields: Line = {}): Line => ({
    ...{ event: 'denied', reason, origin: EVIL, correlationId: null },
    ...{ host: new URL(server.url).host, ...fields },
  });

  it('has the origin that is not let in, and the host that it is not, over each transport', async () => {
    const headers = { origin: EVIL };
    const refused = await fetch(`${server.url}/api/support/conversation`, { headers });
    expect(refused.status).to.equal(403);
    expect(await supportUpgradeStatus(server.url, { headers })).to.equal(403);
    for (const transport of ['polling', 'websocket'] as const) {
      await connectSupportSocketio(server.url, {}, { transports: [transport], headers }).then(
        () => expect.fail('it was let in'),
        () => undefined,
      );
    }
    expect(await lines('security')).to.deep.equal([
      turnedAway('OriginNotAllowed', { correlationId: refused.headers.get('x-request-id') }),
      turnedAway('OriginNotAllowed'),
      turnedAway('OriginNotAllowed'),
      turnedAway('OriginNotAllowed'),
    ]);
  });

  it('has what comes by no way that there is, and no origin that may be something else', async () => {
    const origin = `https://${token({ sub: someone() })}.example`;
    expect(await supportUpgradeStatus(server.url, { headers: { origin } })).to.equal(403);
    expect(await supportUpgradeStatus(server.url, { path: '/ws/nothing' })).to.equal(404);
    const headers = { 'sec-websocket-protocol': 'bearer.abc' };
    expect(await supportUpgradeStatus(server.url, { headers })).to.equal(400);
    await fetch(`${server.url}/socket.io/?EIO=4&transport=polling&j=0`);
    const guest = `guest_1795906590968_${'a1'.repeat(22)}`;
    for (const host of [token({ sub: someone() }), guest]) {
      const made = { host, origin: `https://${host}` };
      expect(await supportUpgradeStatus(server.url, { path: '/ws/no', headers: made })).to.equal(
        404,
      );
    }
    const nobody = { origin: null };
    expect(await lines('security')).to.deep.equal([
      turnedAway('OriginNotAllowed', nobody),
      turnedAway('NoSuchPath', nobody),
      turnedAway('BadHandshake', nobody),
      turnedAway('JsonpNotSupported', nobody),
      turnedAway('NoSuchPath', { ...nobody, host: null }),
      turnedAway('NoSuchPath', { ...nobody, host: null }),
    ]);
  });

  it('has who asks for a namespace that there is not, and nobody else', async () => {
    const session = await openRawPolling(server.url);
    await session.post(['40/nothing,{"token":"x"}', '40/support?x=1,', '40/support,']);
    const answers = await session.poll();
    const refused = answers.filter((packet) => packet.includes('Invalid namespace'));
    expect(refused).to.have.length(2);
    const nobody = turnedAway('NoSuchPath', { origin: null });
    expect(await lines('security')).to.deep.equal([nobody, nobody]);
  });

  it('has how many lines it has not', async () => {
    const path = '/ws/nothing';
    await Promise.all(Array.from({ length: 63 }, () => supportUpgradeStatus(server.url, { path })));
    const told = await lines('security');
    expect(told).to.have.length(61);
    expect(told.at(-1)).to.deep.equal({ event: 'denied', reason: 'NoSuchPath', leftOut: 3 });
  });

  it('has who may not read the metrics', async () => {
    const headers = { 'x-forwarded-for': '10.0.0.1' };
    expect((await fetch(`${server.url}/metrics`, { headers })).status).to.equal(403);
    const nobody = { origin: null };
    expect(await lines('security')).to.deep.equal([turnedAway('MetricsElsewhere', nobody)]);
    const environment = { ...serverEnvironment(folder.path), LOG_LEVEL: 'warn' };
    server = await serve({ ...environment, METRICS_TOKEN: 'a-token-of-some-length' });
    const guess = { authorization: 'Bearer another-token-of-some-length' };
    expect((await fetch(`${server.url}/metrics`, { headers: guess })).status).to.equal(401);
    expect(await lines('security')).to.deep.equal([turnedAway('MetricsToken', nobody)]);
  });

  it('has the origin beside a token that is no good', async () => {
    const headers = { origin: server.url, authorization: 'Bearer bad' };
    expect(await supportUpgradeStatus(server.url, { headers })).to.equal(401);
    const refused = await fetch(`${server.url}/api/support/conversation`, { headers });
    expect(refused.status).to.equal(401);
    const failed = { event: 'authenticationFailed', reason: 'InvalidToken', origin: server.url };
    expect(await lines('security')).to.deep.equal([
      { ...failed, correlationId: null },
      { ...failed, correlationId: refused.headers.get('x-request-id') },
    ]);
  });

  it('has whom a store failed, by the request, beside what the store says', async () => {
    const database = new DatabaseSync(join(folder.path, DATABASE_FILE));
    database.exec('BEGIN IMMEDIATE');
    const headers = { authorization: `Bearer ${token({ sub: someone() })}` };
    const failed = await fetch(`${server.url}/api/support/conversation`, { headers });
    database.exec('ROLLBACK');
    database.close();
    expect(failed.status).to.equal(503);
    const correlationId = failed.headers.get('x-request-id');
    expect(await lines('unavailable')).to.deep.equal([
      { event: 'unavailable', reason: 'Unavailable', origin: null, correlationId },
    ]);
    expect(server.output().match(/"msg":"SQLite failed"/g)).to.have.length(1);
  });
});
