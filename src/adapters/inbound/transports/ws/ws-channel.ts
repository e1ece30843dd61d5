import type { Channel, Connection, Envelope, Frame, Session } from '../../gateway/transport.js';
import type { FrameBudget } from '../common/frame-budget.js';
import { isLaden } from '../common/frame-text.js';
import { textFrame } from '../common/websocket.js';

/** A WebSocket frame as it goes on the wire, ready for any number of connections. */
export type Wire = Buffer;

/** Frames that are none of the envelope, after which a connection is closed. */
const MAX_BAD_FRAMES = 10;

/** Where WebSocket messages and an envelope meet: all connections of an entrance share one. */
export class WsChannel implements Channel<Wire> {
  private readonly malformed: Wire;

  constructor(
    private readonly envelope: Envelope,
    private readonly budget: FrameBudget,
  ) {
    this.malformed = textFrame(envelope.malformed);
  }

  encode(frame: Frame): Wire {
    return textFrame(this.envelope.write(frame));
  }

  /** Hands a connection's messages to its session; `message` is null for what is no text. */
  receiver(connection: Connection<Wire>, session: Session): (message: Buffer | null) => void {
    const { envelope, malformed, budget } = this;
    let badFrames = 0;
    return (message) => {
      const text = message?.toString() ?? null;
      if (text !== null && isLaden(text)) return connection.close('policy');
      const parsed = text === null ? null : envelope.parse(text);
      if (message === null || parsed === null) {
        connection.send(malformed);
        badFrames += 1;
        if (badFrames !== MAX_BAD_FRAMES) return;
        connection.close('policy');
        session.closed('malformedFrames');
        return;
      }
      const { frame, ack } = parsed;
      session.receive({
        event: frame.event,
        payload: frame.data,
        bytes: message.length,
        hold: budget.delivered?.hold,
        acknowledge:
          ack === undefined
            ? undefined
            : (answer) => connection.send(textFrame(envelope.acknowledge(ack, answer))),
      });
    };
  }
}
