import { connect } from 'node:net';
import { type Examine, failed, ok, warning } from '../common/examination.js';
import type { ClamdAddress } from './clamd-scan.js';
import { messageOf } from '../common/message-of.js';

/** Milliseconds. */
const PATIENCE = 3_000;

/** Bytes: more than the answer to a ping has. */
const ANSWER = 64;

/** What it says to a ping; why it says nothing, as an error. */
const pinged = (address: ClamdAddress): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(address);
    let said = '';
    socket.setTimeout(PATIENCE, () => socket.destroy(new Error(`nothing within ${PATIENCE} ms`)));
    socket.once('connect', () => socket.write('zPING\0'));
    socket.on('data', (bytes) => {
      said += bytes.toString('latin1', 0, ANSWER);
      // Whatever else listens there may say things for ever.
      if (said.length >= ANSWER || said.includes('\0')) socket.destroy();
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(said));
  });

/** @param mustScan whether files are refused while it does not answer */
export const examineClamd =
  (address: ClamdAddress, mustScan: boolean): Examine =>
  async () => {
    const at = `clamd at ${address.host}:${address.port}`;
    let why: string;
    try {
      const said = await pinged(address);
      if (said === 'PONG\0') return [ok('clamd', `${at} answers`)];
      why = 'says something else than clamd does';
    } catch (error) {
      why = messageOf(error);
    }
    return mustScan
      ? [failed('clamd', `${at}: ${why}`, 'Start clamd, or every file is refused.')]
      : [warning('clamd', `${at}: ${why}`, 'Start clamd, or files are let in unseen.')];
  };
