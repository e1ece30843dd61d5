import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { metricsAccess } from '../../../../src/adapters/inbound/operations/metrics-access.js';

const TOKEN = 'a-token-of-some-length';

const asked = (
  remoteAddress: string | undefined,
  headers: IncomingHttpHeaders = {},
): IncomingMessage => ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

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
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip', 'x-forwarded-host']) {
      const refused = metricsAccess(null)(asked('127.0.0.1', { [name]: '' }));
      expect(refused?.message, name).to.contain('METRICS_TOKEN');
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
