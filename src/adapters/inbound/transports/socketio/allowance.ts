import type { Transport } from 'engine.io';
import { countMessages } from '../common/counted-messages.js';
import { type FrameBudget, UNCOUNTED } from '../common/frame-budget.js';
import { allowPayload, boundParting } from '../common/websocket.js';
import { countBodies } from './counted-bodies.js';
import { type Engine, pollingOf, takeForAlive, webSocketOf } from './engine.js';

/** A code of RFC 6455, section 7.4.1: the connection is closed for what its client does. */
const POLICY = 1008;

/** Bytes that a connection may send at once, where that is more than the server's `maxHttpBufferSize`. */
const allowances = new WeakMap<Engine, number>();

const allowOn = (
  transport: Transport,
  engine: Engine,
  bytes: number,
  budget: FrameBudget,
): void => {
  const keepAlive = (): void => takeForAlive(engine);
  const polling = pollingOf(transport);
  if (polling !== null) {
    polling.maxHttpBufferSize = bytes;
    if (bytes > UNCOUNTED) countBodies(polling, budget, keepAlive);
  }
  const socket = webSocketOf(transport);
  if (socket === null) return;
  allowPayload(socket, bytes);
  const cutOff = (): void => {
    socket.close(POLICY);
    boundParting(socket);
  };
  if (bytes > UNCOUNTED) countMessages(socket, budget, { keepAlive, cutOff });
};

/** Lets a connection send at least so much at once from now on; what is large has its room in the budget. */
export const allowBytes = (engine: Engine, bytes: number, budget: FrameBudget): void => {
  const before = allowances.get(engine);
  if (before !== undefined && before >= bytes) return;
  allowances.set(engine, bytes);
  allowOn(engine.transport, engine, bytes, budget);
  if (before !== undefined) return;
  engine.on('upgrade', (next: Transport) => {
    allowOn(next, engine, allowances.get(engine) ?? bytes, budget);
  });
};
