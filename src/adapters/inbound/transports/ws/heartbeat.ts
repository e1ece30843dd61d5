import type { WebSocket } from 'ws';

export interface HeartbeatOptions {
  /** Milliseconds between pings. */
  readonly heartbeatInterval: number;
  /** Milliseconds without a pong after which a connection is dead. */
  readonly heartbeatTimeout: number;
}

export interface Heartbeat {
  /** From its opening on. What comes back takes the client for alive in this moment, as a pong does. */
  watch(ws: WebSocket): () => void;
  stop(): void;
}

/** Pings every client, and ends the one that has not answered for too long. */
export const startHeartbeat = (options: HeartbeatOptions): Heartbeat => {
  const watched = new Set<WebSocket>();
  const timer = setInterval(() => {
    for (const ws of watched) ws.ping();
  }, options.heartbeatInterval);
  timer.unref();

  return {
    watch: (ws) => {
      watched.add(ws);
      const deadline = setTimeout(() => ws.terminate(), options.heartbeatTimeout).unref();
      const keepAlive = (): void => {
        deadline.refresh();
      };
      ws.on('pong', keepAlive);
      ws.on('close', () => {
        watched.delete(ws);
        clearTimeout(deadline);
      });
      return keepAlive;
    },
    stop: () => clearInterval(timer),
  };
};
