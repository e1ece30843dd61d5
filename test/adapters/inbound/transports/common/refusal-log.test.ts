import { Socket } from 'node:net';
import { mock } from 'node:test';
import { expect } from 'chai';
import { clientAddress } from '../../../../../src/adapters/inbound/transports/common/client-address.js';
import { RefusalLog } from '../../../../../src/adapters/inbound/transports/common/refusal-log.js';
import { RecordingLogger } from '../../../../support/recording-logger.js';
import { type RecordingMetrics, recordingMetrics } from '../../../../support/recording-metrics.js';

const MINUTE = 60_000;

describe('RefusalLog', () => {
  const request = { headers: {}, socket: new Socket() };
  let logger: RecordingLogger;
  let metrics: RecordingMetrics;
  let log: RefusalLog;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    logger = new RecordingLogger();
    metrics = recordingMetrics();
    log = new RefusalLog({ logger, metrics, addressOf: clientAddress(0) });
  });
  afterEach(() => mock.timers.reset());

  it('has sixty lines of a reason in a minute, and says at its end how many more there would have been', () => {
    for (let count = 0; count < 100; count += 1) log.note(request, 'NoSuchPath');
    log.note(request, 'OriginNotAllowed');
    expect(logger.entries).to.have.length(61);
    mock.timers.tick(MINUTE - 1);
    log.note(request, 'NoSuchPath');
    expect(logger.entries).to.have.length(61);
    mock.timers.tick(1);
    expect(logger.entries.slice(61)).to.deep.equal([
      {
        level: 'warn',
        message: 'security',
        fields: { event: 'denied', reason: 'NoSuchPath', leftOut: 41 },
      },
    ]);
    log.note(request, 'NoSuchPath');
    expect(logger.entries).to.have.length(63);
  });

  it('counts what it left out, and says so where it ends', () => {
    for (let count = 0; count < 62; count += 1) log.note(request, 'TooManyStrangers');
    const leftOut = ['securityLineLeftOut', 'rateLimited'];
    expect(metrics.counted).to.deep.equal([leftOut, leftOut]);
    log.close();
    expect(logger.entries.at(-1)?.fields).to.deep.equal({
      event: 'rateLimited',
      reason: 'TooManyStrangers',
      leftOut: 2,
    });
  });

  it('computes nothing of what it leaves out', () => {
    const addressOf = mock.fn(clientAddress(0));
    const bounded = new RefusalLog({ logger, metrics, addressOf });
    for (let count = 0; count < 100; count += 1) bounded.note(request, 'NoSuchPath');
    expect(addressOf.mock.callCount()).to.equal(60);
  });
});
