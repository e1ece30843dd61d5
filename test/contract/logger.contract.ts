import { expect } from 'chai';
import type { LogFields, Logger } from '../../src/application/ports/logger.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

/** A logger that lets everything through, and what it wrote. */
export interface LoggerUnderTest {
  readonly logger: Logger;
  readonly entries: () => readonly LogEntry[];
}

export interface LogEntry {
  readonly level: keyof Logger;
  readonly message: string;
  readonly fields: LogFields;
}

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** What every logger promises. `setup` gives one that leaves nothing out, and a way to read what it wrote. */
export const describeLoggerContract = (options: ContractOptions<LoggerUnderTest>): void => {
  describe(`Logger: ${options.name}`, () => {
    const subject = eachTime(options);

    it('writes one entry a call, at its level', () => {
      for (const level of LEVELS) subject().logger[level](`about ${level}`);
      expect(subject().entries()).to.have.length(4);
      expect(
        subject()
          .entries()
          .map(({ level, message }) => [level, message]),
      ).to.deep.equal(LEVELS.map((level) => [level, `about ${level}`]));
    });

    it('writes the fields beside the message', () => {
      subject().logger.info('a conversation was opened', {
        id: 'c1',
        tries: 2,
        who: { kind: 'guest' },
      });
      expect(subject().entries()).to.have.length(1);
      expect(subject().entries()[0]?.fields).to.deep.include({
        id: 'c1',
        tries: 2,
        who: { kind: 'guest' },
      });
    });

    it("writes an error's type, message and stack", () => {
      const error = new TypeError('a bug');
      subject().logger.error('a handler failed', { error });
      const { type, message, stack } = subject().entries()[0]?.fields['error'] as Record<
        string,
        unknown
      >;
      expect({ type, message, stack }).to.deep.equal({
        type: 'TypeError',
        message: 'a bug',
        stack: error.stack,
      });
    });

    it('keeps what a message says within its own entry', () => {
      subject().logger.warn('line one\n{"level":"error","msg":"forged"}\r\nline three');
      expect(
        subject()
          .entries()
          .map(({ message }) => message),
      ).to.deep.equal(['line one\n{"level":"error","msg":"forged"}\r\nline three']);
    });

    it('never throws, whatever the fields', () => {
      const cycle: Record<string, unknown> = {};
      cycle['self'] = cycle;
      const hostile = {
        toJSON: () => {
          throw new Error('not to be written');
        },
      };
      for (const fields of [
        { cycle },
        { hostile },
        { big: 1n },
        { error: null },
        { error: 'text' },
      ]) {
        expect(() => subject().logger.error('odd fields', fields)).not.to.throw();
      }
      expect(subject().entries()).to.have.length(5);
    });
  });
};
