import type { Protocol } from './protocol.js';
import { openRawWebSocket, type RawWebSocket } from './raw-websocket.js';
import { Texts } from './texts.js';

const ZERO = 0x30;

/** True when the bytes from `start` on begin so. */
const begins = (bytes: Buffer, start: number, beginning: Buffer): boolean => {
  for (let index = 0; index < beginning.length; index += 1) {
    if (bytes[start + index] !== beginning[index]) return false;
  }
  return true;
};

/** The decimal number that begins at a place. */
const numberAt = (bytes: Buffer, start: number): number => {
  let number = 0;
  for (let at = start; ; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return number;
    number = number * 10 + digit;
  }
};

/** Who hears of a client's frames; of what they say only the least is read. */
export interface Hearer {
  acknowledged(ack: number): void;
  received(): void;
}

/** A connection that has joined a conversation. */
export class ChatClient {
  private constructor(
    private readonly protocol: Protocol,
    private readonly socket: RawWebSocket,
  ) {}

  static async join(
    protocol: Protocol,
    url: string,
    token: string,
    conversationId: string,
  ): Promise<ChatClient> {
    const texts = new Texts();
    const keep = (bytes: Buffer, start: number, end: number): void =>
      texts.add(bytes.toString('utf8', start, end));
    const socket = await openRawWebSocket(new URL(protocol.path, url), token, keep);
    await protocol.enter(socket.send, texts, token);
    socket.send(protocol.event('conversation:join', { conversationId }, 0));
    const answer = await texts.next(`${protocol.acknowledged}0`);
    if (!answer.includes('"success":true')) throw new Error(`a join was refused: ${answer}`);
    return new ChatClient(protocol, socket);
  }

  hear(hearer: Hearer): void {
    const { acknowledged, received, heartbeat } = this.protocol;
    const [ack, message] = [Buffer.from(acknowledged), Buffer.from(received)];
    this.socket.onText = (bytes, start, end) => {
      if (begins(bytes, start, message)) hearer.received();
      else if (begins(bytes, start, ack)) hearer.acknowledged(numberAt(bytes, start + ack.length));
      else if (bytes.toString('utf8', start, end) === heartbeat?.ping) {
        this.socket.send(heartbeat.pong);
      }
    };
  }

  send(event: string, data: object, ack: number): void {
    this.socket.send(this.protocol.event(event, data, ack));
  }

  close(): void {
    this.socket.close();
  }
}
