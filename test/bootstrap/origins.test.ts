import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { originCheck, readOrigin } from '../../src/bootstrap/origins.js';
import { expectRight } from '../support/expect-either.js';

const request = (headers: Readonly<Record<string, string>>): IncomingMessage => {
  const message = new IncomingMessage(new Socket());
  Object.assign(message.headers, { host: 'chat.example', ...headers });
  return message;
};

const wrong = (item: string): string => {
  const read = readOrigin(item);
  return isLeft(read) ? read.left : 'read';
};

describe('originCheck', () => {
  const production = originCheck({ allowed: ['https://shop.example'], allowLoopback: false });
  const development = originCheck({ allowed: [], allowLoopback: true });

  it('lets in what is no browser, its own pages, and those of listed sites', () => {
    expect(production(request({}))).to.equal(true);
    expect(production(request({ origin: 'https://chat.example' }))).to.equal(true);
    expect(production(request({ origin: 'https://shop.example' }))).to.equal(true);
  });

  it('repeats no password', () => {
    for (const item of ['https://u:SECRET@x.example', 'https://SECRET@x.example/path']) {
      expect(wrong(item)).to.contain('x.example').and.not.contain('SECRET');
    }
  });

  it('says of a star before one label alone what is wrong with it', () => {
    expect(wrong('https://*.com')).to.equal(
      '"https://*.com" needs a name of two labels behind its *, as in https://*.example.com',
    );
    expect(wrong('https://*.*.example.com')).to.match(/may have one \* alone/);
  });

  for (const origin of [
    'https://evil.example',
    'https://shop.example.evil.example',
    'http://shop.example',
    'https://shop.example:8443',
    'http://localhost:5173',
    'null',
    'no origin at all',
  ]) {
    it(`refuses ${origin}`, () => {
      expect(production(request({ origin }))).to.equal(false);
    });
  }

  it('lets in one label in the place of a star, by the same scheme and port', () => {
    const check = originCheck({
      allowed: ['https://*.example.com', 'https://*.example.org:8443', 'http://*.localhost:3000'],
      allowLoopback: false,
    });
    const isLetIn = (origin: string): boolean => check(request({ origin }));
    for (const origin of [
      ...['https://a.example.com', 'https://x-1.example.com', 'https://xn--bcher-kva.example.com'],
      ...['https://a.example.org:8443', 'http://shop.localhost:3000'],
    ]) {
      expect(isLetIn(origin), origin).to.equal(true);
    }
    for (const origin of [
      ...['https://example.com', 'https://a.b.example.com', 'http://a.example.com'],
      ...['https://a.example.com.evil.org', 'https://aexample.com', 'https://.example.com'],
      ...['https://a.example.com:8443', 'https://a.example.org', 'https://a.example.org:8444'],
      ...['https://evil.org#.example.com', 'https://evil.org/.example.com', 'https://com'],
      ...['https://a.example.com/', 'https://a@b.example.com', 'https://evil.org\\.example.com'],
      ...['https://a/.example.com', 'https://a:1.example.com', 'xhttps://a.example.com'],
    ]) {
      expect(isLetIn(origin), origin).to.equal(false);
    }
  });

  it('lets loopback pages in while developing, and no others', () => {
    for (const origin of ['http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:8080']) {
      expect(development(request({ origin }))).to.equal(true);
    }
    expect(development(request({ origin: 'http://localhost.evil.example' }))).to.equal(false);
  });
});

describe('readOrigin', () => {
  it('reads one, with a star for the first label or not, and with a slash behind it', () => {
    for (const origin of [
      ...['https://example.com', 'http://localhost:5173', 'http://[::1]:8080'],
      ...['https://*.example.com', 'https://*.example.com:8443', 'http://*.localhost:3000'],
    ]) {
      expect(expectRight(readOrigin(origin))).to.equal(origin);
      expect(expectRight(readOrigin(`${origin}/`))).to.equal(origin);
    }
  });

  it('names what is none, and says why', () => {
    for (const item of [
      ...['foo', 'example.com', 'https://', 'https://example.com/path', 'https://example.com//'],
      ...[
        'https://example.com?x',
        'ftp://example.com',
        'null',
        '*.example.com',
        'https://Example.com',
      ],
    ]) {
      expect(wrong(item)).to.equal(
        `${JSON.stringify(item)} is no origin such as https://example.com`,
      );
    }
    for (const item of [
      ...['https://*', 'https://a.*.com', 'https://*.*.example.com'],
      ...['https://a*.example.com', 'https://*a.example.com', 'https://example.*'],
    ]) {
      expect(wrong(item)).to.match(/may have one \* alone, as in https:\/\/\*\.example\.com$/);
    }
    expect(wrong('*')).to.match(/^"\*" would let any page .* name sites, such as/);
  });
});
