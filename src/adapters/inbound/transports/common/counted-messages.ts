import type { WebSocket } from 'ws';
import { type FrameBudget, UNCOUNTED } from './frame-budget.js';
import type { FrameShare, Sender } from './frame-share.js';
import { insides } from './ws-insides.js';

/** Opcodes from here on are of frames that are no part of a message. */
const CONTROL = 8;

const counted = new WeakSet<WebSocket>();

/** Has a connection's large messages wait for their room, once it may send any; a second call changes nothing. */
export const countMessages = (
  ws: WebSocket,
  budget: FrameBudget,
  { keepAlive, cutOff }: Pick<Sender, 'keepAlive' | 'cutOff'>,
): void => {
  const { _receiver: receiver, _socket: tcp } = insides(ws);
  if (counted.has(ws) || tcp === null) return;
  counted.add(ws);
  const sender: Sender = {
    sent: () => tcp.bytesRead,
    pause: () => ws.pause(),
    resume: () => ws.resume(),
    keepAlive,
    cutOff,
  };
  const haveLength = receiver.haveLength.bind(receiver);
  const dataMessage = receiver.dataMessage.bind(receiver);
  let share: FrameShare | null = null;

  receiver.haveLength = (done) => {
    haveLength(done);
    const {
      _opcode: opcode,
      _fin: isLast,
      _totalPayloadLength: bytes,
      _maxPayload: most,
    } = receiver;
    if (opcode >= CONTROL || bytes <= UNCOUNTED || bytes > most) return;
    // Of a message in parts only the last one tells how large it is.
    share ??= budget.reserve(isLast ? bytes : most, sender);
    if (bytes > share.bytes) ws.terminate();
  };
  receiver.dataMessage = (done) => {
    if (share === null || !receiver._fin) {
      dataMessage(done);
      return;
    }
    const whole = share;
    share = null;
    budget.deliver(whole, () => dataMessage(done));
  };
  ws.on('close', () => share?.abandon());
};
