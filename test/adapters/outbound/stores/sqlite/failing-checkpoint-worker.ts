import { parentPort } from 'node:worker_threads';

/** Says what a hundred checkpoints on a full disk would, and then that a disk has failed. */
for (let look = 0; look < 100; look += 1) {
  parentPort?.postMessage(new Error('database or disk is full'));
}
parentPort?.postMessage(new Error('disk I/O error'));
parentPort?.once('message', () => parentPort?.close());
