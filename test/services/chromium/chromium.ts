import type { Room } from '../hosts/host.js';
import type { ServiceKind } from '../service-kind.js';
import { carriedChromium } from './carried-chromium.js';

export const CHROMIUM: ServiceKind = {
  name: 'chromium',
  binaryVariable: 'CHROMIUM_BINARY',
  ways: (fetching) => [carriedChromium(fetching)],
};

export const argumentsOf = ({ port, folder }: Room): readonly string[] => [
  ...['--headless', `--remote-debugging-port=${port}`, `--user-data-dir=${folder}`],
  // It is shown our own pages alone, and neither root nor a container has what its sandbox needs.
  ...['--no-sandbox', '--no-zygote'],
  ...[
    '--disable-gpu',
    '--disable-dev-shm-usage',
    '--no-first-run',
    '--disable-background-networking',
  ],
];
