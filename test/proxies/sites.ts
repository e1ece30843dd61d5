import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../architecture/support/tree.js';
import { caddyAround } from '../services/proxies/caddy.js';
import type { Prepare } from '../services/proxies/needs-proxy.js';
import { nginxAround } from '../services/proxies/nginx.js';
import { selfSigned } from '../support/self-signed.js';

/** A configuration that is shipped, to be run here. */
export interface Site {
  readonly file: string;
  readonly kind: 'nginx' | 'caddy';
  /** Null where it has no TLS. */
  readonly certificate: string | null;
  /** Has it listen in the room, before the server there, with a certificate of the tests; all else is as it is shipped. */
  before(server: string): Prepare;
}

/** @throws Error where the text is not there */
const edited = (file: string, edits: readonly (readonly [from: string, to: string])[]): string =>
  edits.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
      return text.replaceAll(from, to);
    },
    readFileSync(join(PROJECT, file), 'utf8'),
  );

const runNginx = ['-e', 'stderr', '-c'];

const nginx = (): Site => {
  const { cert, key } = selfSigned();
  const file = 'deploy/nginx.conf';
  return {
    file,
    kind: 'nginx',
    certificate: cert,
    before: (server) => async (room, write) => {
      const site = edited(file, [
        ['  listen 80;', `  listen unix:${room.folder}/plain;`],
        ['listen 443 ssl;', `listen 127.0.0.1:${room.port} ssl;`],
        ['127.0.0.1:3001', server],
        ['/etc/ssl/chat.example.com.pem', await write('certificate.pem', cert)],
        ['/etc/ssl/chat.example.com.key', await write('certificate.key', key)],
      ]);
      return [...runNginx, await write('nginx.conf', nginxAround(room.folder, site))];
    },
  };
};

const nginxOfCompose = (): Site => {
  const file = 'deploy/compose/nginx.conf';
  return {
    file,
    kind: 'nginx',
    certificate: null,
    before: (server) => async (room, write) => {
      const site = edited(file, [
        ['listen 80;', `listen 127.0.0.1:${room.port};`],
        ['server:3001', server],
      ]);
      return [...runNginx, await write('nginx.conf', nginxAround(room.folder, site))];
    },
  };
};

const caddy = (): Site => {
  const { cert, key } = selfSigned();
  const file = 'deploy/Caddyfile';
  return {
    file,
    kind: 'caddy',
    certificate: cert,
    before: (server) => async (room, write) => {
      const tls = `tls ${await write('certificate.pem', cert)} ${await write('certificate.key', key)}`;
      const site = edited(file, [
        ['chat.example.com {', `https://127.0.0.1:${room.port} {\n\t${tls}`],
        ['127.0.0.1:3001', server],
      ]);
      const config = await write('Caddyfile', caddyAround(room.folder, site));
      // It keeps what it ran with last, of which nobody else is to hear.
      const variables = await write('caddy.env', `XDG_CONFIG_HOME=${room.folder}\n`);
      return ['run', '--envfile', variables, '--adapter', 'caddyfile', '--config', config];
    },
  };
};

/** Every configuration of a proxy that docs/production.md and compose.yaml have. */
export const sites = (): readonly Site[] => [nginx(), nginxOfCompose(), caddy()];
