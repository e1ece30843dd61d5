import { expect } from 'chai';
import { type HttpServer, serveRoutes } from '../../../../support/http-server.js';
import { head, openTcp } from '../../../../support/raw-tcp.js';

/** What every answer says, whatever it is. */
const SAID = {
  'content-security-policy': "default-src 'none';frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

describe('what every answer over HTTP says to browsers', () => {
  let server: HttpServer;

  before(async () => {
    server = await serveRoutes([
      {
        method: 'GET',
        path: '/probe/well',
        access: 'anyone',
        body: 'none',
        handle: () => Promise.resolve({ status: 200, body: {} }),
      },
      {
        method: 'GET',
        path: '/probe/broken',
        access: 'anyone',
        body: 'none',
        handle: () => Promise.reject(new Error('a bug')),
      },
      {
        method: 'GET',
        path: '/probe/page',
        access: 'anyone',
        body: 'none',
        handle: () =>
          Promise.resolve({ status: 200, headers: { 'content-security-policy': 'its own' } }),
      },
    ]);
  });
  after(() => server.stop());

  for (const [path, method, status] of [
    ['/probe/well', 'GET', 200],
    ['/probe/well', 'HEAD', 200],
    ['/probe/well', 'DELETE', 405],
    ['/probe/well', 'OPTIONS', 200],
    ['/probe/broken', 'GET', 500],
    ['/nowhere', 'GET', 404],
  ] as const) {
    it(`is there for ${method} ${path}`, async () => {
      const { headers, ...response } = await fetch(`${server.url}${path}`, { method }).then(
        (one) => ({ status: one.status, headers: Object.fromEntries(one.headers) }),
      );
      expect(response.status).to.equal(status);
      expect(headers).to.include(SAID);
      expect(headers, 'that is for whoever ends TLS').not.to.have.property(
        'strict-transport-security',
      );
      expect(headers).not.to.have.property('x-powered-by');
    });
  }

  it('is there for what no path can be made of', async () => {
    const client = await openTcp(server.url);
    client.socket.write(head('OPTIONS *', 'Connection: close'));
    const heard = (await client.closed).toLowerCase();
    expect(heard)
      .to.match(/^http\/1\.1 400 /)
      .and.to.contain('x-request-id: ');
    for (const name of Object.keys(SAID)) expect(heard).to.contain(`\r\n${name}: `);
  });

  it('gives way to what an endpoint says itself', async () => {
    const { headers } = await fetch(`${server.url}/probe/page`);
    expect(headers.get('content-security-policy')).to.equal('its own');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
  });
});
