import type { WebSocket } from 'ws';

export interface HeartbeatOptions {
  /** Milliseconds between pings. */
  readonly heartbeatInterval: number;
  /** Milliseconds without a pong after which a connection is dead. */
  readonly heartbeatTimeout: number;
}

export interface Heartbeat {
  stop(): void;
}

/** Pings every client, and ends those that have not answered for too long. */
export const startHeartbeat = (
  clients: ReadonlySet<WebSocket>,
  { heartbeatInterval, heartbeatTimeout }: HeartbeatOptions,
): Heartbeat => {
  const lastSigns = new WeakMap<WebSocket, number>();

  const beat = (): void => {
    const now = performance.now();
    for (const ws of clients) {
      const last = lastSigns.get(ws);
      if (last === undefined) {
        lastSigns.set(ws, now);
        ws.on('pong', () => lastSigns.set(ws, performance.now()));
      } else if (now - last > heartbeatTimeout) {
        ws.terminate();
        continue;
      }
      ws.ping();
    }
  };

  const timer = setInterval(beat, heartbeatInterval);
  timer.unref();
  return { stop: () => clearInterval(timer) };
};
