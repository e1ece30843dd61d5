import { expect } from 'chai';
import { pinoLogger } from '../../../../src/adapters/outbound/system/pino-logger.js';
import { prettyOutput } from '../../../../src/adapters/outbound/system/pretty-output.js';

describe('prettyOutput', () => {
  const written = (log: (logger: ReturnType<typeof pinoLogger>) => void, colorize = false) => {
    const lines: string[] = [];
    const output = { write: (line: string) => lines.push(line), flush: () => Promise.resolve() };
    log(pinoLogger('debug', prettyOutput(output, colorize)));
    return lines;
  };

  it('writes a line for people: time, level, message, fields', () => {
    const [line, ...others] = written(({ warn }) => warn('a start', { url: 'http://here', n: 1 }));
    expect(others).to.deep.equal([]);
    expect(line).to.match(
      /^\[\d\d:\d\d:\d\d\.\d{3}\] WARN: a start \{"url":"http:\/\/here","n":1\}\n$/,
    );
  });

  it('shows what an error is, with its stack', () => {
    const [line] = written(({ error }) => error('a bug', { error: new TypeError('no function') }));
    expect(line)
      .to.contain('ERROR: a bug')
      .and.to.match(/TypeError: no function\n +at /);
  });

  it('hands a terminal nothing that it would obey', () => {
    const strange = 'a\u001b[2J\r\b\u009b31m\u007f';
    const error = new Error(strange);
    const [line] = written(({ info }) => info('said', { strange, path: 'C:\\bin', error }));
    expect(line)
      .to.match(/^[\P{Cc}\n]+$/u)
      .and.to.contain(String.raw`"C:\bin"`);
    const [colored] = written(({ info }) => info('said'), true);
    expect(colored, 'but for its own colors').to.contain('\u001b[32mINFO');
  });
});
