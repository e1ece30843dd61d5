import { once } from 'node:events';
import { expect } from 'chai';
import { head, openTcp } from '../support/raw-tcp.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { rest } from './support/rest-client.js';
import { serve, serverEnvironment, type ServerProcess } from './support/server-process.js';
import {
  connectSupportSocketio,
  connectSupportWs,
  openSupportWs,
  supportUpgradeStatus,
} from './support/support-clients.js';
import { someone, token } from './support/tokens.js';

/** Where a token may end up by mistake, and what the request is answered with. */
const PATHS: readonly (readonly [
  method: string,
  path: (token: string) => string,
  status: number,
])[] = [
  ['GET', (secret) => `/api/support/conversation/${secret}`, 400],
  ['GET', (secret) => `/api/support/conversation/${secret}/messages`, 400],
  ['GET', (secret) => `/api/support/conversation?token=${secret}`, 200],
  ['GET', (secret) => `/api/support/conversation/x?${secret}`, 400],
  ['DELETE', (secret) => `/api/support/conversation/${secret}`, 405],
  ['GET', (secret) => `/api/support/${secret}`, 404],
  ['GET', (secret) => `/${secret}`, 404],
  ['GET', (secret) => `/%E0%A4%A/${secret}`, 404],
  ['GET', (secret) => `/ws/support/${secret}`, 404],
];

/** Beside the fields of a line, which both formats have alike. */
const SAID = {
  json: { lastLine: '"msg":"stopped"', refusal: /"why":"signature","msg":"a token was refused"/ },
  pretty: { lastLine: 'INFO: stopped', refusal: /a token was refused \{.*"why":"signature"/ },
} as const;

for (const format of ['json', 'pretty'] as const) {
  describe(`the log at its most talkative, as ${format}`, () => {
    let folder: TemporaryFolder;
    let server: ServerProcess;
    let logged = '';
    const bearer = token({ sub: someone() });
    const parts = bearer.split('.');

    before(async () => {
      folder = temporaryFolder();
      server = await serve({
        ...serverEnvironment(folder.path),
        LOG_FORMAT: format,
      });
      server.child.stdout?.on('data', (chunk: Buffer) => {
        logged += chunk.toString();
      });
    });
    after(async () => {
      await server.kill('SIGKILL');
      folder.remove();
    });

    /** By REST, in a path or a query. */
    const ask = async (): Promise<void> => {
      for (const [method, path, status] of PATHS) {
        const reply = await rest(server.url, path(bearer), bearer, { method });
        expect(reply.status, path('…')).to.equal(status);
      }
      const headers = { origin: `https://${bearer}.example` };
      expect((await rest(server.url, `/${bearer}`, bearer, { headers })).status).to.equal(403);
      for (const target of [`http://[${bearer}`, `/x y/${bearer}`]) {
        const raw = await openTcp(server.url);
        raw.socket.write(head(`GET ${target}`, 'Connection: close'));
        expect(await raw.closed, target).to.match(/^HTTP\/1\.1 400 /);
      }
    };

    /** At an upgrade, and in frames. */
    const connect = async (): Promise<void> => {
      for (const path of [`/${bearer}`, `/ws/${bearer}`, `/ws/support/${bearer}`]) {
        expect(await supportUpgradeStatus(server.url, { path }), path).to.equal(404);
      }
      const headers = { authorization: `Bearer ${bearer}x` };
      expect(await supportUpgradeStatus(server.url, { headers })).to.equal(401);
      const late = await openSupportWs(server.url, { path: `/ws/support?token=${bearer}` });
      late.emit('auth', { token: bearer });
      await late.next('connection:success');
      const ws = await connectSupportWs(server.url, bearer);
      ws.emit(bearer, { [bearer]: bearer });
      ws.raw(bearer);
      await ws.next('error');
      const socketio = await connectSupportSocketio(server.url, { token: bearer });
      socketio.emit(bearer, bearer);
      await socketio.next('message:error');
      const refused = await connectSupportSocketio(server.url, { token: `${bearer}x` }).then(
        () => 'let in',
        (error: unknown) => String(error),
      );
      expect(refused).to.contain('Authentication failed');
      const polling = await fetch(
        `${server.url}/socket.io/?EIO=4&transport=${bearer}&sid=${bearer}`,
      );
      expect(polling.status).to.equal(400);
      for (const client of [late, ws, socketio]) client.close();
    };

    it('has requests by their routes, and a token that is in the wrong place nowhere', async () => {
      await ask();
      await connect();
      const ended = once(server.child.stdout ?? server.child, 'end');
      expect(await server.kill('SIGTERM')).to.equal(0);
      await ended;
      expect(logged).to.contain('"path":"/api/support/conversation/:conversationId/messages"');
      const { lastLine, refusal } = SAID[format];
      expect(logged.trimEnd().split('\n').at(-1)).to.contain(lastLine);
      expect(logged).to.match(refusal);
      for (const part of parts) {
        expect(logged).to.not.contain(part);
        expect(server.errors()).to.not.contain(part);
      }
    });
  });
}
