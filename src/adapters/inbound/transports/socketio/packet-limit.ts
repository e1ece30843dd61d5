import type { Transport } from 'engine.io';
import { boundClosing, cutOff, type Engine, screenBodies, terminate } from './engine.js';

/** Packets of one connection in one turn of the event loop: far more than a client has use for. */
const MAX_PACKETS = 4_000;

/** Probes before an upgrade: each is answered, whether the answers are read or not. A client sends one. */
const MAX_PROBES = 10;

/** Stands between the packets of one long-polling request. */
const SEPARATOR = '\x1e';

const isFew = (body: string): boolean => {
  let at = -1;
  for (let packets = 1; packets <= MAX_PACKETS; packets += 1) {
    at = body.indexOf(SEPARATOR, at + 1);
    if (at === -1) return true;
  }
  return false;
};

/** Numbers the turns of the event loop; those in which nobody asks share one number with the next. */
const turns = (): (() => number) => {
  let turn = 0;
  let isAsked = false;
  const end = (): void => {
    isAsked = false;
    turn += 1;
  };
  return () => {
    if (!isAsked) {
      isAsked = true;
      setImmediate(end);
    }
    return turn;
  };
};

/**
 * Cuts off who sends so many packets, of whatever kind, that handling them would hold up everybody:
 * a megabyte holds half a million.
 */
export const packetLimit = (): ((engine: Engine) => void) => {
  const currentTurn = turns();
  return (engine) => {
    let turn = -1;
    let packets = 0;
    let probes = 0;
    screenBodies(engine, isFew);
    boundClosing(engine);
    engine.on('packet', () => {
      const now = currentTurn();
      packets = now === turn ? packets + 1 : 1;
      turn = now;
      if (packets > MAX_PACKETS) cutOff(engine);
    });
    engine.on('upgrading', (next: Transport) => {
      probes += 1;
      if (probes > MAX_PROBES) terminate(next);
    });
  };
};
