import { once } from 'node:events';
import { createServer } from 'node:net';
import { isHealthy } from '../../adapters/inbound/operations/operations.js';
import { type Examine, failed, ok } from '../../adapters/outbound/common/examination.js';
import { askedAt } from '../asked-at.js';
import { runningServer } from '../data-dir-claim.js';

interface Place {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
}

/** Why one cannot listen there; null where one can. */
const obstacle = async ({ port, host }: Place): Promise<string | null> => {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, 'listening');
    return null;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    server.close();
  }
};

/** Milliseconds. */
const PATIENCE = 3_000;

/** Whether one of ours answers there, whatever keeps its conversations. */
const answersAsOurs = async (place: Place): Promise<boolean> => {
  try {
    return await isHealthy(
      await fetch(`${askedAt(place)}/healthz`, { signal: AbortSignal.timeout(PATIENCE) }),
    );
  } catch {
    return false;
  }
};

/** A note may be of anything; null where it names no address. */
const portOf = (note: string): number | null => {
  const url = URL.parse(note);
  return url && Number(url.port || (url.protocol === 'https:' ? 443 : 80));
};

/** Whether the port is free, or whose it is. */
export const examinePort =
  (place: Place): Examine =>
  async () => {
    const { port, host, dataDir } = place;
    const why = await obstacle(place);
    if (why === null) return [ok('port', `${host}:${port} is free`)];
    const running = runningServer(dataDir);
    const url = running?.url ?? null;
    if (why === 'EADDRINUSE' && url !== null && portOf(url) === port) {
      return [
        ok(
          'port',
          `${host}:${port} is that of the server on this DATA_DIR, process ${running?.pid ?? ''}`,
        ),
      ];
    }
    if (why === 'EADDRINUSE' && (await answersAsOurs(place))) {
      return [ok('port', `${host}:${port} has a server of Switchboard, which answers`)];
    }
    return why === 'EADDRINUSE'
      ? [failed('port', `${host}:${port} is another program's`, 'Stop it, or set PORT.')]
      : [failed('port', `${host}:${port} cannot be listened at: ${why}`, 'See HOST and PORT.')];
  };
