import { expect } from 'chai';
import { pino } from 'pino';
import { pinoLogger } from '../../../../src/adapters/outbound/system/pino-logger.js';
import type { LogFields, Logger } from '../../../../src/application/ports/logger.js';
import { describeLoggerContract } from '../../../contract/logger.contract.js';

interface Line extends LogFields {
  readonly level: number;
  readonly msg: string;
}

const entry = (line: string) => {
  const { level, msg, ...fields } = JSON.parse(line) as Line;
  return { level: pino.levels.labels[level] as keyof Logger, message: msg, fields };
};

describeLoggerContract({
  name: 'pino',
  setup: () => {
    const lines: string[] = [];
    const logger = pinoLogger('debug', { write: (line) => lines.push(line) });
    return { logger, entries: () => lines.map(entry) };
  },
});

describe('pinoLogger', () => {
  it('writes nothing below its level', () => {
    const lines: string[] = [];
    const logger = pinoLogger('warn', { write: (line) => lines.push(line) });
    logger.debug('no');
    logger.info('no');
    logger.warn('yes');
    logger.error('yes');
    expect(lines.map(entry).map(({ level }) => level)).to.deep.equal(['warn', 'error']);
  });

  it('writes an entry as one line', () => {
    const lines: string[] = [];
    pinoLogger('info', { write: (line) => lines.push(line) }).info('two\nlines', { a: 'b\nc' });
    expect(lines.map((line) => line.indexOf('\n'))).to.deep.equal([(lines[0]?.length ?? 0) - 1]);
  });
});
