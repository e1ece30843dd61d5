import { readFileSync, writeFileSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

/** Dies once for each letter that it finds beside the database, and then does its work. */
const deaths = `${(workerData as { readonly file: string }).file}-deaths`;
const left = readFileSync(deaths, 'utf8');
if (left !== '') {
  writeFileSync(deaths, left.slice(1));
  throw new Error('made to die');
}
await import('../../../../../src/adapters/outbound/stores/sqlite/checkpoint-worker.js');
