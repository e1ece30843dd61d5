import { networkInterfaces } from 'node:os';
import { expect } from 'chai';
import type { App } from '../../../src/bootstrap/app.js';
import { openTcp, head } from '../../support/raw-tcp.js';
import { startServer } from '../support/in-process-server.js';
import { serve, serverEnvironment } from '../support/server-process.js';
import { temporaryFolder } from '../../support/temporary-folder.js';

const PATHS = ['/healthz', '/readyz', '/metrics'];
const TOKEN = 'a-token-of-some-length';

describe('what machines ask that run the server', () => {
  let server: App;

  const begin = async (environment: Readonly<Record<string, string>> = {}): Promise<void> => {
    server = await startServer(environment);
  };
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${server.url}${path}`, init);
  afterEach(() => server.stop());

  it('is answered in a few words', async () => {
    await begin();
    const healthy = await ask('/healthz');
    const ready = await ask('/readyz?verbose');
    for (const { status, headers } of [healthy, ready]) {
      expect(status).to.equal(200);
      expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
    }
    expect(await healthy.json()).to.deep.equal({ status: 'ok' });
    const checks = { store: 'ok', bus: 'ok' };
    expect(await ready.json()).to.deep.equal({ status: 'ready', checks });
    const metrics = await ask('/metrics');
    expect(metrics.headers.get('content-type')).to.match(/^text\/plain; version=0\.0\.4/);
    expect(await metrics.text()).to.contain('# TYPE switchboard_connections gauge');
  });

  for (const transports of ['ws', 'socketio', 'http', 'http,ws,socketio']) {
    it(`is answered with TRANSPORTS=${transports}, however often, and to HEAD`, async () => {
      await begin({ TRANSPORTS: transports, RATE_CONNECTIONS: '1/60' });
      for (const path of PATHS) {
        for (let time = 0; time < 5; time += 1) expect((await ask(path)).status).to.equal(200);
        const headed = await ask(path, { method: 'HEAD' });
        expect([headed.status, await headed.text()], path).to.deep.equal([200, '']);
        expect(Number(headed.headers.get('content-length'))).to.be.greaterThan(0);
      }
    });
  }

  it('is asked by GET and HEAD alone, under these names alone', async () => {
    await begin();
    for (const path of PATHS) {
      for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        const response = await ask(path, { method });
        expect([response.status, response.headers.get('allow')], `${method} ${path}`).to.deep.equal(
          [405, 'GET, HEAD'],
        );
      }
      expect((await ask(`${path}/`)).status).to.equal(404);
      expect((await ask(path.toUpperCase())).status).to.equal(404);
    }
  });

  it('is cached by nobody, and taken for nothing else', async () => {
    await begin();
    for (const path of PATHS) {
      const { headers } = await ask(path);
      expect(headers.get('cache-control'), path).to.equal('no-store');
      expect(headers.get('x-content-type-options'), path).to.equal('nosniff');
    }
  });

  it('tells metrics to this host alone, and not through a proxy', async () => {
    await begin({ HOST: '0.0.0.0' });
    const { port } = new URL(server.url);
    server = { ...server, url: `http://127.0.0.1:${port}` };
    expect((await ask('/metrics')).status).to.equal(200);
    const proxied = await ask('/metrics', { headers: { 'x-forwarded-for': '127.0.0.1' } });
    expect(proxied.status).to.equal(403);
    expect(proxied.headers.get('www-authenticate'), 'no token would help').to.equal(null);
    expect(await proxied.text())
      .to.contain('METRICS_TOKEN')
      .and.not.to.contain('switchboard_');
    const elsewhere = Object.values(networkInterfaces())
      .flatMap((addresses) => addresses ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4');
    for (const { address } of elsewhere) {
      expect((await fetch(`http://${address}:${port}/metrics`)).status, address).to.equal(403);
    }
  });

  it('tells metrics to whoever bears the token', async () => {
    await begin({ METRICS_TOKEN: TOKEN });
    const refused = await ask('/metrics');
    expect([refused.status, refused.headers.get('www-authenticate')]).to.deep.equal([
      401,
      'Bearer realm="metrics"',
    ]);
    expect(await refused.text())
      .to.contain('METRICS_TOKEN')
      .and.not.to.contain('switchboard_');
    const headers = { authorization: `Bearer ${TOKEN}`, 'x-forwarded-for': '10.0.0.1' };
    expect((await ask('/metrics', { headers })).status).to.equal(200);
    const wrong = { authorization: `Bearer ${TOKEN}x` };
    expect((await ask('/metrics', { headers: wrong })).status).to.equal(401);
  });

  it('is not ready once it stops, to who is connected still', async () => {
    await begin();
    const { stop, url } = server;
    server = { ...server, stop: () => Promise.resolve() };
    const client = await openTcp(url);
    client.socket.write(head('POST /api/support/conversation', 'Content-Length: 9'));
    await client.heard(/^HTTP/);
    const stopped = stop();
    client.socket.write(`the body.${head('GET /readyz')}`);
    await client.heard(/ 503 [^]*\{"status":"stopping","checks":\{\}\}/);
    client.socket.destroy();
    await stopped;
  });

  it('leaves no line in the log', async () => {
    await begin();
    const folder = temporaryFolder();
    const logging = await serve({ ...serverEnvironment(folder.path), LOG_LEVEL: 'info' });
    let logged = '';
    logging.child.stdout?.on('data', (chunk: Buffer) => {
      logged += chunk.toString();
    });
    for (const path of PATHS) expect((await fetch(`${logging.url}${path}`)).status).to.equal(200);
    await fetch(`${logging.url}/api/support/nowhere`);
    await logging.kill('SIGTERM');
    expect(logged).to.contain('"msg":"request"');
    expect(logged.split('"msg":"request"')).to.have.lengthOf(2);
    folder.remove();
  });
});
