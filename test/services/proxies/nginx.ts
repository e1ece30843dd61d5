import { debianPackage } from '../ways/debian-package.js';
import { binaryOnPath } from '../ways/own-binary.js';
import type { ServiceKind } from '../service-kind.js';

const VERSION = ['-v'];

/** What of Debian has it, where none is on the path. */
export const NGINX_PACKAGE = {
  name: 'nginx',
  path: 'usr/sbin/nginx',
  megabytes: 30,
  versionArguments: VERSION,
};

export const NGINX: ServiceKind = {
  name: 'nginx',
  binaryVariable: 'NGINX_BINARY',
  versionArguments: VERSION,
  ways: (fetching) => [
    binaryOnPath(['nginx'], fetching.environment, VERSION),
    debianPackage(NGINX_PACKAGE, fetching),
  ],
};

/** What is around the configuration of a site: all that nginx writes is in the folder. */
export const nginxAround = (folder: string, site: string): string =>
  [
    // Killed as one process, it leaves none behind.
    'daemon off;',
    'master_process off;',
    `pid ${folder}/nginx.pid;`,
    'error_log stderr warn;',
    'events {}',
    'http {',
    'access_log off;',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${folder}/${kind};`,
    ),
    site,
    '}',
    '',
  ].join('\n');
