import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { metricsAccess } from '../../../../src/adapters/inbound/operations/metrics-access.js';

const TOKEN = 'a-token-of-some-length';

const asked = (
  remoteAddress: string | undefined,
  headers: IncomingHttpHeaders = {},
): IncomingMessage =>
  ({
    headers: { host: '127.0.0.1:3001', ...headers },
    socket: { remoteAddress },
  }) as unknown as IncomingMessage;

describe('who may read the metrics', () => {
  it('is, without a token, whoever asks from this host itself', () => {
    const refusal = metricsAccess(null);
    for (const address of ['127.0.0.1', '127.9.9.9', '::1', '::ffff:127.0.0.1']) {
      expect(refusal(asked(address)), address).to.equal(null);
    }
    for (const address of ['10.0.0.1', '::ffff:10.0.0.1', 'fe80::1', '', 'localhost', undefined]) {
      expect(refusal(asked(address))?.status, address).to.equal(403);
    }
  });

  it('is nobody who asks through a proxy on this host', () => {
    for (const name of [
      ...['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port'],
      ...['forwarded', 'via', 'x-real-ip'],
    ]) {
      const refused = metricsAccess(null)(asked('127.0.0.1', { [name]: '' }));
      expect(refused?.message, name).to.contain('METRICS_TOKEN');
    }
  });

  it('is no page that has led a browser on this host to it by a name of its own', () => {
    const status = (host: string | undefined) => {
      const request = asked('127.0.0.1', host === undefined ? {} : { host });
      if (host === undefined) delete request.headers.host;
      return metricsAccess(null)(request)?.status;
    };
    for (const host of ['localhost', 'LOCALHOST:3001', '127.0.0.2:80', '[::1]:3001', '[::1]']) {
      expect(status(host), host).to.equal(undefined);
    }
    for (const host of [
      'evil.example',
      '127.0.0.1.evil.example',
      '10.0.0.1',
      '',
      'a b',
      undefined,
    ]) {
      expect(status(host), host).to.equal(403);
    }
  });

  it('is, with a token, whoever bears it, and nobody else, from wherever', () => {
    const refusal = metricsAccess(TOKEN);
    for (const address of ['10.0.0.1', '127.0.0.1']) {
      for (const scheme of ['Bearer', 'bearer']) {
        expect(refusal(asked(address, { authorization: `${scheme} ${TOKEN}` }))).to.equal(null);
      }
      for (const authorization of [
        undefined,
        '',
        TOKEN,
        'Bearer',
        `Bearer ${TOKEN}x`,
        `Basic ${TOKEN}`,
      ]) {
        const headers = authorization === undefined ? {} : { authorization };
        expect(refusal(asked(address, headers))?.status, authorization).to.equal(401);
      }
    }
  });
});
