import { writeSync } from 'node:fs';

/** Loaded into a process (`--import`), has its end say on standard error how much memory it had at most. */
process.on('exit', () => {
  const { maxRSS } = process.resourceUsage();
  writeSync(2, `${Math.round(maxRSS / 1024)} MiB\n`);
});
