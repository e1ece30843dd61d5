import type { ServiceKind } from '../service-kind.js';
import { debianPackage, type DebianPackage } from '../ways/debian-package.js';
import { dockerImage } from '../ways/docker-image.js';
import { binaryOnPath } from '../ways/own-binary.js';

export const PROGRAM = 'clamd';
export const IMAGE = 'clamav/clamav:1.4_base';

/** It says none while it has no configuration. */
const VERSION = ['--config-file=/dev/null', '--version'];

export const PACKAGE: DebianPackage = {
  name: 'clamav-daemon',
  path: 'usr/sbin/clamd',
  megabytes: 30,
  versionArguments: VERSION,
};

export const CLAMD: ServiceKind = {
  name: 'clamd',
  binaryVariable: 'CLAMD_BINARY',
  versionArguments: VERSION,
  ways: (fetching) => [
    binaryOnPath([PROGRAM], fetching.environment, VERSION),
    dockerImage(IMAGE, PROGRAM, fetching),
    debianPackage(PACKAGE, fetching),
  ],
};

/** Bytes; ten times less than usual, so that tests reach it. */
export const STREAM_MAX_LENGTH = 10_000_000;

/** A configuration of our own, under which nothing is fetched, and nothing is written but to the standard output. */
export const configuration = (listenOn: string, port: number, signatures: string): string =>
  [
    'Foreground yes',
    `TCPAddr ${listenOn}`,
    `TCPSocket ${port}`,
    `DatabaseDirectory ${signatures}`,
    `StreamMaxLength ${STREAM_MAX_LENGTH}`,
    '',
  ].join('\n');
