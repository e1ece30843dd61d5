import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../../architecture/support/tree.js';
import { envExample } from './env-example.js';
import { withTable } from './readme-table.js';

const README = join(PROJECT, 'README.md');

writeFileSync(README, withTable(readFileSync(README, 'utf8')));
writeFileSync(join(PROJECT, '.env.example'), envExample());
