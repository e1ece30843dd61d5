import { mock } from 'node:test';
import { expect } from 'chai';
import {
  type SecurityFacts,
  SecurityLog,
} from '../../../../src/adapters/inbound/gateway/security-log.js';
import type { SecurityEvent } from '../../../../src/application/ports/metrics.js';
import { recordingMetrics } from '../../../support/recording-metrics.js';
import { RecordingLogger } from '../../../support/recording-logger.js';

const facts = (event: SecurityEvent, reason: string | null = null): SecurityFacts => ({
  event,
  actor: null,
  address: 'nowhere',
  origin: null,
  dialect: 'support',
  correlationId: null,
  asked: null,
  reason,
});

describe('SecurityLog', () => {
  let logger: RecordingLogger;
  let log: SecurityLog;

  beforeEach(() => {
    mock.timers.enable({ apis: ['setTimeout'] });
    logger = new RecordingLogger();
    log = new SecurityLog({ logger, most: 3 });
  });
  afterEach(() => mock.timers.reset());

  const note = (event: SecurityEvent, times: number): void => {
    for (let time = 0; time < times; time += 1) log.note(facts(event, String(time)));
  };
  const said = (): readonly unknown[] =>
    logger.entries.map(({ fields }) => fields['leftOut'] ?? fields['reason']);

  it('writes facts under one message, and warns of all but that somebody was let in', () => {
    log.note(facts('authenticated'));
    log.note(facts('denied', 'AccessDenied'));
    expect(logger.entries).to.deep.equal([
      { level: 'info', message: 'security', fields: facts('authenticated') },
      { level: 'warn', message: 'security', fields: facts('denied', 'AccessDenied') },
    ]);
  });

  it('writes so many of a kind in a minute, then how many there were besides', () => {
    note('denied', 5);
    expect(said()).to.deep.equal(['0', '1', '2']);
    mock.timers.tick(59_999);
    expect(said()).to.have.lengthOf(3);
    mock.timers.tick(1);
    expect(logger.entries.at(-1)?.fields).to.deep.equal({ event: 'denied', leftOut: 2 });
    note('denied', 1);
    expect(said().slice(4)).to.deep.equal(['0']);
  });

  it('counts the lines that it left out', () => {
    const metrics = recordingMetrics();
    log = new SecurityLog({ logger, metrics, most: 3 });
    note('denied', 5);
    const leftOut = ['securityLineLeftOut', 'denied'];
    expect(metrics.counted).to.deep.equal([leftOut, leftOut]);
  });

  it('counts each kind by itself', () => {
    note('denied', 4);
    note('suspicious', 1);
    expect(said()).to.deep.equal(['0', '1', '2', '0']);
  });

  it('has a kind begin a whole minute after a close', () => {
    note('denied', 4);
    log.close();
    mock.timers.tick(30_000);
    note('denied', 4);
    mock.timers.tick(59_999);
    expect(said()).to.deep.equal(['0', '1', '2', 1, '0', '1', '2']);
    mock.timers.tick(1);
    expect(said().at(-1)).to.equal(1);
  });

  it('says nothing more where nothing was left out', () => {
    note('denied', 3);
    mock.timers.tick(60_000);
    expect(said()).to.have.lengthOf(3);
  });

  it('says at its end what was left out, once', () => {
    note('rateLimited', 7);
    log.close();
    mock.timers.tick(60_000);
    expect(said()).to.deep.equal(['0', '1', '2', 4]);
  });
});
