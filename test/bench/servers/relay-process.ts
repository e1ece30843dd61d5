import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setV8Flags } from '../../../src/bootstrap/cli/v8-flags.js';
import { socketioRelay } from './socketio-relay.js';
import { wsRelay } from './ws-relay.js';

/** A bare relay in a process of its own, on V8's flags of Switchboard. */
setV8Flags();
const server = createServer();
if (process.argv[2] === 'ws-relay') wsRelay(server);
else socketioRelay(server);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const { port } = server.address() as AddressInfo;
process.stderr.write(`The relay listens on http://127.0.0.1:${port}\n`);
