/** Before `npm start`: builds, or where only what runs the server is installed, sees that a build is there. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fail, hasCompiler } from './compiler.mjs';

if (hasCompiler()) {
  const { status } = spawnSync('npm run --silent build', { shell: true, stdio: 'inherit' });
  process.exit(status ?? 1);
}
if (!existsSync('dist/src/bootstrap/cli/main.js')) {
  fail(
    'A missing build: dist is not there, nor a compiler to make it. ' +
      'Run npm ci --include=dev && npm run build first (docs/production.md).',
  );
}
