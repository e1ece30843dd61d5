/** Before `npm run build`: removes what was built, save where nothing could take its place. */
import { rmSync } from 'node:fs';
import { fail, hasCompiler } from './compiler.mjs';

if (!hasCompiler()) {
  fail(
    'There is no compiler to build with: npm ci --include=dev installs it (docs/production.md).',
  );
}
rmSync('dist', { recursive: true, force: true });
