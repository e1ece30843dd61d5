import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { httpTransport } from '../../../../../src/adapters/inbound/transports/http/http-transport.js';
import type { HttpFace } from '../../../../../src/adapters/inbound/gateway/transport.js';
import type { AnsweredRequest } from '../../../../../src/application/ports/metrics.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';
import { type RecordingMetrics, recordingMetrics } from '../../../../support/recording-metrics.js';
import { clientAddress } from '../../../../../src/adapters/inbound/transports/common/client-address.js';

/** Of headers and target together Node takes 16 KiB. */
const LONG = 'x'.repeat(15_000);

const face: HttpFace = {
  name: 'probe',
  bases: ['/api'],
  endpoints: [
    {
      method: 'GET',
      path: '/api/:id',
      handle: ({ params }) => Promise.resolve({ status: 200, body: params }),
    },
  ],
  problem: (problem) => ({ status: 400, body: { problem } }),
};

describe('httpTransport', () => {
  let logger: RecordingLogger;
  let metrics: RecordingMetrics;
  let server: Server;

  beforeEach(async () => {
    logger = new RecordingLogger();
    metrics = recordingMetrics();
    server = createServer(
      httpTransport({
        faces: [face],
        isAllowedOrigin: () => true,
        turnedAway: () => undefined,
        addressOf: clientAddress(0),
        logger,
        metrics,
      }),
    );
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });

  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const ask = async (path: string, options: RequestInit = {}): Promise<void> => {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, options);
    await response.text();
  };

  it('logs each request by its method, status and route, and not by what stands in the path', async () => {
    await ask('/api/7?secret=1');
    expect(logger.entries.map(({ level, message }) => [level, message])).to.deep.equal([
      ['info', 'request'],
    ]);
    expect(logger.entries[0]?.fields).to.include({ method: 'GET', path: '/api/:id', status: 200 });
  });

  it('counts what a request took in seconds, where the log has milliseconds', async () => {
    await ask('/api/7');
    const [, told] = metrics.counted[0] ?? [];
    const { seconds } = told as AnsweredRequest;
    expect(seconds).to.be.greaterThan(0);
    expect(seconds * 1_000).to.be.closeTo(Number(logger.entries[0]?.fields['took']), 0.51);
  });

  it('logs no path where there is no such route, or method', async () => {
    await ask('/elsewhere');
    await ask('/api/7', { method: 'POST' });
    expect(logger.entries.map(({ fields }) => fields['path'])).to.deep.equal([null, null]);
  });

  it('logs no more the more a stranger sends', async () => {
    const json = { 'content-type': 'application/json' };
    await ask(`/${LONG}`);
    await ask(`/api/${LONG}`);
    await ask(`/api/%${LONG}`);
    await ask(`/api/%E0%A4%A${LONG}`);
    await ask(`/x?${LONG}`);
    await ask('/x', { headers: { origin: LONG } });
    await ask('/x', { method: 'POST', headers: { 'content-type': LONG }, body: 'x' });
    await ask('/x', { method: 'POST', headers: json, body: LONG });
    await ask('/x', { method: 'POST', headers: { ...json, 'content-encoding': LONG }, body: 'x' });
    for (const entry of logger.entries) {
      expect(JSON.stringify(entry).length, JSON.stringify(entry).slice(0, 500)).to.be.below(500);
    }
  });
});
