const PATH = '/socket.io/?EIO=4&transport=polling';
const SEPARATOR = '\x1e';

/** A long-polling session, spoken by hand. */
export interface RawPolling {
  /** Where it takes requests. */
  readonly path: string;
  /** Where it could be upgraded. */
  readonly upgradePath: string;
  /** Sends Engine.IO packets in one request; resolves with its status. */
  post(packets: readonly string[]): Promise<number>;
  /** The packets that wait, or the next ones; none when the session is no more. */
  poll(): Promise<readonly string[]>;
  close(): Promise<unknown>;
}

export const openRawPolling = async (url: string): Promise<RawPolling> => {
  const opening = await (await fetch(`${url}${PATH}`)).text();
  const { sid } = JSON.parse(opening.slice(1)) as { sid: string };
  const signal = (): AbortSignal => AbortSignal.timeout(5_000);
  const post = async (packets: readonly string[]): Promise<number> => {
    const options = { method: 'POST', body: packets.join(SEPARATOR), signal: signal() };
    return (await fetch(`${url}${PATH}&sid=${sid}`, options)).status;
  };
  return {
    path: `${PATH}&sid=${sid}`,
    upgradePath: `/socket.io/?EIO=4&transport=websocket&sid=${sid}`,
    post,
    poll: async () => {
      const response = await fetch(`${url}${PATH}&sid=${sid}`, { signal: signal() });
      const text = await response.text();
      return response.ok ? text.split(SEPARATOR) : [];
    },
    close: () => post(['1']),
  };
};

/** In the namespace of the dialect, welcomed. */
export const enterRawPolling = async (url: string, token: string): Promise<RawPolling> => {
  const session = await openRawPolling(url);
  await session.post([`40/support,${JSON.stringify({ token })}`]);
  const answers = await session.poll();
  if (!answers.some((packet) => packet.startsWith('40/support,'))) throw new Error(answers.join());
  return session;
};
