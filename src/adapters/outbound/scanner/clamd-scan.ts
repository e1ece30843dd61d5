import { connect } from 'node:net';
import type { Scan, Verdict } from '../../../application/ports/file-scanner.js';
import type { LogFields } from '../../../application/ports/logger.js';
import type { FailureLog } from '../common/failure-log.js';
import { readReply } from './clamd-reply.js';

/** How long clamd is waited for, in milliseconds. */
export interface Patience {
  readonly connection: number;
  /** For it to take what was sent to it. */
  readonly progress: number;
  /** From the last byte on. */
  readonly verdict: number;
}

/** Where clamd listens. */
export interface ClamdAddress {
  readonly host: string;
  readonly port: number;
}

const COMMAND = 'zINSTREAM\0';

/** Bytes that are sent at a time: as long as clamd takes them, however slowly, it makes progress. */
const FRAME = 65_536;

/** Before each frame, and with nothing after it at the end. */
const lengthOf = (bytes: number): Buffer => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  return length;
};

function* framesOf(bytes: Uint8Array): Generator<Uint8Array, void> {
  for (let at = 0; at < bytes.length; at += FRAME) yield bytes.subarray(at, at + FRAME);
}

const unavailable: Verdict = { kind: 'unavailable' };

/**
 * Has clamd look at one file, over a connection of its own, which is gone once there is a verdict, or none is to come.
 * @param report hears why there is none
 */
export const clamdScan = (address: ClamdAddress, patience: Patience, report: FailureLog): Scan => {
  const socket = connect({ ...address, noDelay: true });
  const outcome = Promise.withResolvers<Verdict>();
  let deadline: NodeJS.Timeout | undefined;
  let isOver = false;
  let isWhole = false;
  let sent = 0;
  let reply = '';

  const end = (verdict: Verdict): void => {
    isOver = true;
    clearTimeout(deadline);
    socket.destroy();
    outcome.resolve(verdict);
  };
  const giveUp = (reason: string, more: LogFields = {}): void => {
    if (isOver) return;
    report(reason, { reason, sent, ...more });
    end(unavailable);
  };
  const expect = (what: string, within: number): void => {
    clearTimeout(deadline);
    deadline = setTimeout(() => giveUp(`${what} within ${within} ms`), within);
  };

  expect('no connection', patience.connection);
  socket.once('connect', () => {
    clearTimeout(deadline);
    socket.write(COMMAND);
  });
  /** Or never to be. */
  const connected = new Promise<void>((resolve) => {
    socket.once('connect', () => resolve());
    socket.once('close', () => resolve());
  });
  socket.on('data', (bytes) => {
    if (isOver) return;
    reply += bytes.toString('latin1');
    const said = readReply(reply);
    if (said === null) return;
    if (said.kind === 'none') giveUp(said.reason, { answer: said.answer });
    // Of a file that it has not seen to its end it may say that it is bad, but not that it is good.
    else if (said.kind === 'clean' && !isWhole) giveUp('it answers before the end');
    else end(said);
  });
  socket.on('error', ({ code }: NodeJS.ErrnoException) => giveUp(code ?? 'the connection failed'));
  socket.once('close', () => giveUp('it closed the connection'));

  const write = (frame: Uint8Array): Promise<void> =>
    new Promise((resolve) => {
      socket.cork();
      socket.write(lengthOf(frame.length));
      // Called as well where the socket is destroyed before.
      socket.write(frame, () => resolve());
      socket.uncork();
    });

  return {
    take: async (bytes) => {
      await connected;
      for (const frame of framesOf(bytes)) {
        if (isOver) return;
        expect('nothing taken', patience.progress);
        await write(frame);
        sent += frame.length;
        clearTimeout(deadline);
      }
    },
    verdict: async () => {
      await connected;
      if (!isOver) {
        isWhole = true;
        expect('no verdict', patience.verdict);
        socket.write(lengthOf(0));
      }
      return outcome.promise;
    },
    abandon: () => end(unavailable),
  };
};
