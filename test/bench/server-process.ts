import { startApp } from '../../src/bootstrap/app.js';
import { readConfig } from '../../src/bootstrap/config.js';
import { expectRight } from '../support/expect-either.js';
import { startRelay } from './relay.js';

/** One server in a process of its own, which tells its address and, when asked, its CPU time. */
const url =
  process.argv[2] === 'relay'
    ? await startRelay()
    : (await startApp(expectRight(readConfig(process.env)))).url;

const tell = (message: unknown): void => {
  process.send?.(message);
};

process.on('message', () => tell(process.cpuUsage()));
tell(url);
