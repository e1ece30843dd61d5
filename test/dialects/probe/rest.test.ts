import { placeInFolder } from '../../support/bound-stores.js';
import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'chai';
import { TRANSPORTS } from '../../e2e/support/doors.js';
import { type Stage, stage } from '../../e2e/support/stages.js';
import { someone, token } from '../../e2e/support/tokens.js';
import { type Answer, type Frames, probe } from './probe.js';
import { KNOCK_AGAIN, MAX_FILE, MAX_KNOCKS } from './routes.js';

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('the probe over HTTP', () => {
  let on: Stage<Frames, Answer>;

  before(async () => {
    on = await stage<Frames, Answer>(TRANSPORTS['plain ws'], placeInFolder('memory'), probe);
  });
  after(() => on.leave());

  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${on.url}/api/probe/${path}`, init);

  const bearer = (sub = someone()): { readonly authorization: string } => ({
    authorization: `Bearer ${token({ sub })}`,
  });

  const why = async (response: Response): Promise<readonly [number, unknown]> => [
    response.status,
    await response.json(),
  ];

  const knock = (body: string | FormData, type?: string): Promise<Response> =>
    call('knocks', {
      method: 'POST',
      headers: type === undefined ? {} : { 'content-type': type },
      body,
    });

  it('sets a cookie, and reads it when the client comes again', async () => {
    const first = await call('visits');
    expect(await first.json()).to.deep.equal({ visits: 1 });
    expect(first.headers.getSetCookie()).to.deep.equal([
      'probe-visits=1; Max-Age=60; Path=/api/probe; HttpOnly; SameSite=Strict',
    ]);
    const [cookie = ''] = first.headers.getSetCookie()[0]?.split(';') ?? [];
    const second = await call('visits', { headers: { cookie } });
    expect(await second.json()).to.deep.equal({ visits: 2 });
  });

  it('streams a file up, and down again', async () => {
    const bytes = randomBytes(MAX_FILE);
    const up = await call('files', { method: 'POST', headers: bearer(), body: bytes });
    const { file, bytes: size } = (await up.json()) as { readonly file: string; bytes: number };
    expect([up.status, size]).to.deep.equal([201, MAX_FILE]);
    const down = await call(`files/${file}`);
    expect(down.headers.get('content-length')).to.equal(String(MAX_FILE));
    expect(down.headers.get('content-type')).to.equal('application/octet-stream');
    expect(sha(await down.bytes())).to.equal(sha(bytes));
  });

  it('leaves a file off that is too large, and says so', async () => {
    const body = Buffer.alloc(MAX_FILE + 1);
    const response = await call('files', { method: 'POST', headers: bearer(), body });
    expect(await why(response)).to.deep.equal([413, { why: 'TooLarge' }]);
  });

  it('knows of no file that nobody left', async () => {
    expect(await why(await call('files/none'))).to.deep.equal([404, { why: 'NotFound' }]);
  });

  it('takes a file of nobody without a token', async () => {
    const response = await call('files', { method: 'POST', body: 'x' });
    expect(await why(response)).to.deep.equal([401, { why: 'AuthRequired' }]);
  });

  it('tells apart who comes as whom: by header, by cookie, and not at all', async () => {
    const sub = someone();
    const byHeader = await call('me', { headers: bearer(sub) });
    expect(await why(byHeader)).to.deep.equal([200, { id: sub }]);
    const cookie = `probe-token=${token({ sub })}`;
    expect(await why(await call('me', { headers: { cookie } }))).to.deep.equal([200, { id: sub }]);
    expect(await why(await call('me'))).to.deep.equal([401, { why: 'AuthRequired' }]);
    const bad = await call('visits', { headers: { authorization: 'Bearer no.token' } });
    expect(await why(bad)).to.deep.equal([401, { why: 'InvalidToken' }]);
  });

  it('answers 429 with Retry-After to who knocks too often', async () => {
    const body = JSON.stringify({ door: someone('door') });
    for (let count = 1; count <= MAX_KNOCKS; count += 1) {
      expect((await knock(body, 'application/json')).status).to.equal(200);
    }
    const response = await knock(body, 'application/json');
    expect(response.headers.get('retry-after')).to.equal(String(KNOCK_AGAIN));
    expect(await why(response)).to.deep.equal([429, { why: 'TooManyKnocks' }]);
  });

  it('answers 415 to multipart where it takes JSON, and names what is wrong in JSON', async () => {
    const form = new FormData();
    form.set('door', 'front');
    expect(await why(await knock(form))).to.deep.equal([415, { why: 'unsupported' }]);
    const wrong = await knock('{"door":7}', 'application/json');
    expect(await why(wrong)).to.deep.equal([400, { why: 'ValidationFailed' }]);
  });

  it('answers under its base, in its own words, what is no route', async () => {
    expect(await why(await call('nothing'))).to.deep.equal([404, { why: 'notFound' }]);
    const response = await call('me', { method: 'DELETE' });
    expect(response.headers.get('allow')).to.contain('GET');
    expect(await why(response)).to.deep.equal([405, { why: 'methodNotAllowed' }]);
  });
});
