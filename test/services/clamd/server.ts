import { dirname } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import type { ClamdAddress } from '../../../src/adapters/outbound/scanner/clamd-scan.js';
import { EICAR } from '../../support/eicar.js';
import { accepting, accepts } from '../hosts/accepting.js';
import type { OpenHost } from '../hosts/host.js';
import { once } from '../once.js';
import { findProgram } from '../service-kind.js';
import { tell } from '../tell.js';
import { CLAMD, configuration } from './clamd.js';

/** A clamd of its own. */
export interface Clamd extends ClamdAddress {
  /** SIGSTOP: it takes connections, as the system does for it, and does nothing with them. */
  freeze(): Promise<void>;
  /** SIGCONT. */
  thaw(): Promise<void>;
  /** Ends it, and leaves nothing on the disk. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** The one thing that it knows: by its name, in any file, at any place. */
const SIGNATURES = `Switchboard.Test.EICAR:0:*:${EICAR.toString('hex')}\n`;

export const startClamd = async (open: OpenHost): Promise<Clamd> => {
  const host = await open(1);
  const [room] = host.rooms;
  if (room === undefined) throw new Error('a host has as many rooms as were asked for');
  const signatures = dirname(await host.write(room, 'eicar.ndb', SIGNATURES));
  const text = configuration(host.listenOn, room.port, signatures);
  const file = await host.write(room, 'clamd.conf', text);
  const server = await host.run(room, [`--config-file=${file}`]);
  await accepting(room.port, server);
  return {
    host: HOST,
    port: room.port,
    freeze: () => server.signal('SIGSTOP'),
    thaw: () => server.signal('SIGCONT'),
    stop: () => host.close(),
  };
};

/** To run servers with. */
export const clamdProgram = once(() => findProgram(CLAMD));

const DEFAULT_PORT = 3310;

/**
 * One that all suites of this process share: that of CLAMD_HOST and CLAMD_PORT, or one of our own, which ends with the
 * process. Left why there is none.
 */
export const sharedClamd = once(async (): Promise<E.Either<string, ClamdAddress>> => {
  const host = process.env['CLAMD_HOST'] ?? '';
  if (host !== '') {
    const port = Number(process.env['CLAMD_PORT'] ?? '') || DEFAULT_PORT;
    if (!(await accepts(port, host)))
      throw new Error(`CLAMD_HOST: nobody listens on ${host}:${port}`);
    tell('clamd: the server of CLAMD_HOST');
    return E.right({ host, port });
  }
  const program = await clamdProgram();
  if (E.isLeft(program)) return E.left(`CLAMD_HOST is not set; ${program.left}`);
  return E.right(await startClamd(program.right.open));
});
