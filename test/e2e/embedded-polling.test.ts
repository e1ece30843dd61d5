import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from './support/in-process-server.js';

const POLLING = '/socket.io/?EIO=4&transport=polling';

describe('polling by what a page embeds, an image or a request that it cannot read', () => {
  let server: App;
  before(async () => {
    server = await startServer({ CORS_ORIGINS: 'https://shop.example' });
  });
  after(() => server.stop());

  const statusWith = async (headers: Readonly<Record<string, string>>): Promise<number> =>
    (await fetch(`${server.url}${POLLING}`, { headers })).status;

  for (const site of ['cross-site', 'same-site']) {
    it(`opens no session for a page that is ${site}, of which no origin is named`, async () => {
      expect(await statusWith({ 'sec-fetch-site': site })).to.equal(403);
    });
  }

  for (const [title, headers] of [
    ['a page of the server’s own', { 'sec-fetch-site': 'same-origin' }],
    ['somebody who types the address', { 'sec-fetch-site': 'none' }],
    ['what is no browser', {}],
    [
      'a page that is let in, whose client names its origin',
      { 'sec-fetch-site': 'cross-site', origin: 'https://shop.example' },
    ],
  ] as const) {
    it(`opens one for ${title}`, async () => {
      expect(await statusWith(headers)).to.equal(200);
    });
  }
});
