import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { expect } from 'chai';
import type { App } from '../../../src/bootstrap/app.js';
import { PROJECT } from '../../architecture/support/tree.js';
import { startServer } from '../support/in-process-server.js';
import { SECRET } from '../support/tokens.js';
import { PAGE } from './chat-tab.js';

const NOT_FOUND = '{"success":false,"message":"Not found"}';

/** To reach what is no example, or the example by another name. */
const OTHERS: readonly string[] = [
  '/examples',
  '/examples/',
  '/examples/..',
  '/examples/../package.json',
  '/examples/%2e%2e/package.json',
  '/examples/..%2fpackage.json',
  '/examples/..%5cpackage.json',
  '/examples/%252e%252e/package.json',
  '/examples//etc/passwd',
  '/examples/%00',
  '/examples/.',
  '/package.json',
  `${PAGE}/../../package.json`,
  `${PAGE}%00.txt`,
  `/${PAGE}`,
];

interface Said {
  readonly status: number | undefined;
  readonly body: string;
}

/** As it is written: `fetch` would resolve the dots itself. */
const get = (url: string, path: string): Promise<Said> => {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.once('end', () => resolve({ status: response.statusCode, body }));
    });
    asked.once('error', reject).end();
  });
};

describe('the page of document 003 over HTTP', () => {
  const html = readFileSync(join(PROJECT, PAGE), 'utf8');
  let server: App;

  const start = async (environment: Readonly<Record<string, string>>): Promise<void> => {
    server = await startServer(environment);
  };
  afterEach(() => server.stop());

  for (const environment of ['development', 'test']) {
    it(`is served where NODE_ENV is ${environment}`, async () => {
      await start({ NODE_ENV: environment });
      const response = await fetch(`${server.url}${PAGE}`);
      expect([response.status, await response.text()]).to.deep.equal([200, html]);
      expect(Object.fromEntries(response.headers)).to.include({
        'content-type': 'text/html; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
      });
    });
  }

  it('may run its own script and that of Socket.IO, and nothing else', async () => {
    await start({});
    const { headers } = await fetch(`${server.url}${PAGE}`);
    const own = (tag: string): string => {
      const text = html.split(`<${tag}>`)[1]?.split(`</${tag}>`)[0] ?? '';
      return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    };
    expect(headers.get('content-security-policy')?.split('; ')).to.have.members([
      "default-src 'none'",
      `script-src 'self' ${own('script')}`,
      `style-src ${own('style')}`,
      "connect-src 'self'",
      "img-src 'self' blob: data:",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ]);
    const client = await fetch(`${server.url}/socket.io/socket.io.js`);
    expect(client.status).to.equal(200);
    expect(client.headers.get('content-type')).to.match(/^application\/javascript/);
    await client.text();
  });

  it('is not served in production', async () => {
    await start({ NODE_ENV: 'production', JWT_SECRET: SECRET });
    expect(await get(server.url, PAGE)).to.deep.equal({ status: 404, body: NOT_FOUND });
  });

  it('is one page: nothing else is found beside it, however it is asked for', async () => {
    await start({});
    for (const path of OTHERS) {
      expect(await get(server.url, path), path).to.deep.equal({ status: 404, body: NOT_FOUND });
    }
  });

  it('is only read', async () => {
    await start({});
    const head = await fetch(`${server.url}${PAGE}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).to.deep.equal([200, '']);
    expect(head.headers.get('content-length')).to.equal(`${Buffer.byteLength(html)}`);
    const post = await fetch(`${server.url}${PAGE}`, { method: 'POST', body: 'x' });
    expect(post.status).to.equal(405);
    expect(post.headers.get('allow')).to.equal('HEAD, GET');
    await post.text();
  });
});
