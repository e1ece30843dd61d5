/** A test process with a server and a folder; prints the number of the one and the path of the other. */
import { tmpdir } from 'node:os';
import { keeper } from '../../keeper/keeper.js';

const [, , then] = process.argv;
const IDLE = 'setInterval(() => undefined, 1000)';

const folder = await keeper().folder(tmpdir(), 'switchboard-kept-');
const server = await keeper().run(process.execPath, ['--eval', IDLE]);
if (then === 'freeze') await server.signal('SIGSTOP');
process.stdout.write(`${server.pid} ${folder}\n`);
// Stays as long as those who started it.
if (then !== 'end') process.stdin.resume();
