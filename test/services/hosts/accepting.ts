import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { Running } from './host.js';

const PATIENCE = 60_000;
const PAUSE = 10;

/** Whether somebody listens on that port, of the loopback unless it is said of whom. */
export const accepts = async (port: number, host = '127.0.0.1'): Promise<boolean> => {
  const socket = connect(port, host);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

/**
 * Waits until a server takes connections.
 * @throws when it ends instead
 */
export const accepting = async (port: number, server: Running): Promise<void> => {
  let end: string | undefined;
  void server.ended.then((how) => {
    end = how;
  });
  const giveUpAt = performance.now() + PATIENCE;
  while (!(await accepts(port))) {
    if (end !== undefined) throw new Error(`the server ended: ${end}`);
    if (performance.now() > giveUpAt) throw new Error(`no connection in ${PATIENCE} ms`);
    // Another process says by nothing else that it is ready.
    await delay(PAUSE);
  }
};
