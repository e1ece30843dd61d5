import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Examine, failed, ok } from '../../adapters/outbound/common/examination.js';
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

/** Whether the port is free, or whose it is. */
export const examinePort =
  (place: Place): Examine =>
  async () => {
    const { port, host, dataDir } = place;
    const why = await obstacle(place);
    if (why === null) return [ok('port', `${host}:${port} is free`)];
    const running = runningServer(dataDir);
    const url = running?.url ?? null;
    if (why === 'EADDRINUSE' && url !== null && Number(new URL(url).port) === port) {
      return [
        ok(
          'port',
          `${host}:${port} is that of the server on this DATA_DIR, process ${running?.pid ?? ''}`,
        ),
      ];
    }
    return why === 'EADDRINUSE'
      ? [failed('port', `${host}:${port} is another program's`, 'Stop it, or set PORT.')]
      : [failed('port', `${host}:${port} cannot be listened at: ${why}`, 'See HOST and PORT.')];
  };
