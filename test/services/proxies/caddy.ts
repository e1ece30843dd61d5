import { debianPackage } from '../ways/debian-package.js';
import { binaryOnPath } from '../ways/own-binary.js';
import type { ServiceKind } from '../service-kind.js';

const VERSION = ['version'];

/** What of Debian has it, where none is on the path. */
export const CADDY_PACKAGE = {
  name: 'caddy',
  path: 'usr/bin/caddy',
  megabytes: 30,
  versionArguments: VERSION,
};

export const CADDY: ServiceKind = {
  name: 'caddy',
  binaryVariable: 'CADDY_BINARY',
  versionArguments: VERSION,
  ways: (fetching) => [
    binaryOnPath(['caddy'], fetching.environment, VERSION),
    debianPackage(CADDY_PACKAGE, fetching),
  ],
};

/** What is before the configuration of a site: it listens on no port but that, and asks nobody for a certificate. */
export const caddyAround = (folder: string, site: string): string =>
  `{
	admin off
	auto_https off
	default_bind 127.0.0.1
	storage file_system ${folder}
}
${site}`;
