import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FrameBudget, UNCOUNTED } from '../common/frame-budget.js';
import type { FrameShare, Sender } from '../common/frame-share.js';
import type { PollingInsides } from './engine.js';

const counted = new WeakSet<PollingInsides>();

/** `null` for a body in chunks. */
const announcedLength = ({ headers }: IncomingMessage): number | null => {
  const length = headers['content-length'];
  return length === undefined ? null : Number(length);
};

/** A body in chunks may have no more than there is room for, whatever is allowed meanwhile. */
const bound = (request: IncomingMessage, bytes: number): void => {
  let seen = 0;
  request.on('data', (chunk: string) => {
    seen += Buffer.byteLength(chunk);
    if (seen > bytes) request.destroy();
  });
};

/** Has the large requests of long polling wait for their room; a second call changes nothing. */
export const countBodies = (
  polling: PollingInsides,
  budget: FrameBudget,
  keepAlive: Sender['keepAlive'],
): void => {
  if (counted.has(polling)) return;
  counted.add(polling);
  // Its limit was a small one when it began.
  if (polling.dataReq) bound(polling.dataReq, UNCOUNTED);
  const onDataRequest = polling.onDataRequest.bind(polling);
  const onData = polling.onData.bind(polling);
  let share: FrameShare | null = null;

  const senderBy = (request: IncomingMessage, response: ServerResponse): Sender => ({
    sent: () => request.socket.bytesRead,
    pause: () => request.pause(),
    resume: () => request.resume(),
    keepAlive: () => {
      keepAlive();
      // The server ends a connection on which nothing moves.
      request.socket.setTimeout(request.socket.timeout ?? 0);
    },
    // The library ends the session of a request that breaks off.
    cutOff: () => response.writeHead(408, { connection: 'close' }).end(() => request.destroy()),
  });

  polling.onDataRequest = (request, response) => {
    const length = announcedLength(request);
    if (length !== null && length > polling.maxHttpBufferSize) {
      response.writeHead(413).end();
      return;
    }
    onDataRequest(request, response);
    const bytes = length ?? polling.maxHttpBufferSize;
    // The library refuses a second request beside another.
    if (bytes <= UNCOUNTED || polling.dataReq !== request) return;
    const own = budget.reserve(bytes, senderBy(request, response));
    if (length === null) bound(request, bytes);
    share = own;
    response.on('close', () => {
      if (share === own) share = null;
      own.abandon();
    });
  };
  polling.onData = (body) => {
    const whole = share;
    share = null;
    if (whole === null) onData(body);
    else budget.deliver(whole, () => onData(body));
  };
};
