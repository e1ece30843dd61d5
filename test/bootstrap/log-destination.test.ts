import { Writable } from 'node:stream';
import { expect } from 'chai';
import { pinoLogger } from '../../src/adapters/outbound/system/pino-logger.js';
import { readConfig } from '../../src/bootstrap/config.js';
import { logDestination } from '../../src/bootstrap/log-destination.js';
import { expectRight } from '../support/expect-either.js';
import { SECRET } from '../e2e/support/tokens.js';

describe('logDestination', () => {
  /** What the log is, by what it writes until it has been flushed. */
  const format = async (
    isTTY: boolean,
    environment: Readonly<Record<string, string>>,
  ): Promise<string> => {
    let text = '';
    const stream = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        text += chunk.toString();
        setImmediate(done);
      },
    });
    const config = expectRight(readConfig({ JWT_SECRET: SECRET, ...environment }));
    const output = logDestination(Object.assign(stream, { isTTY }), config);
    for (const message of ['first', 'last']) pinoLogger('info', output).info(message);
    await output.flush();
    expect(text)
      .to.contain('first')
      .and.to.match(/last.*\n$/);
    return text.startsWith('{') ? 'json' : 'pretty';
  };

  it('is for people in a terminal while developing, and for programs else', async () => {
    expect(await format(true, {})).to.equal('pretty');
    expect(await format(true, { NODE_ENV: 'production' })).to.equal('json');
    expect(await format(false, {})).to.equal('json');
  });

  it('is what LOG_FORMAT says', async () => {
    for (const LOG_FORMAT of ['json', 'pretty']) {
      for (const isTTY of [true, false]) {
        expect(await format(isTTY, { LOG_FORMAT })).to.equal(LOG_FORMAT);
        expect(await format(isTTY, { LOG_FORMAT, NODE_ENV: 'production' })).to.equal(LOG_FORMAT);
      }
    }
  });
});
