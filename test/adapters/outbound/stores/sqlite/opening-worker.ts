import { parentPort, workerData } from 'node:worker_threads';
import { openSqliteDatabase } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-database.js';
import { silentLogger } from '../../../../support/fixed-ports.js';

interface OpeningWorkerData {
  readonly file: string;
  /** Counts who is ready; all begin when the last one is. */
  readonly gate: Int32Array;
  readonly count: number;
}

const { file, gate, count } = workerData as OpeningWorkerData;

const open = async (): Promise<string> => {
  try {
    const database = await openSqliteDatabase({ file, logger: silentLogger });
    await database.close();
    return 'opened';
  } catch (error) {
    return String(error);
  }
};

Atomics.add(gate, 0, 1);
Atomics.notify(gate, 0);
for (let ready = Atomics.load(gate, 0); ready < count; ready = Atomics.load(gate, 0)) {
  Atomics.wait(gate, 0, ready);
}
parentPort?.postMessage(await open());
