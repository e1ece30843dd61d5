/** A test process with a replica set, which it never stops; prints the set's URI. */
import { expectRight } from '../../../support/expect-either.js';
import { startReplicaSet } from '../../mongodb/replica-set.js';
import { mongod } from '../../mongodb/server.js';

const { uri } = await startReplicaSet(expectRight(await mongod()).open, 1);
process.stdout.write(`${uri}\n`);
// Stays as long as those who started it.
process.stdin.resume();
