import { readFileSync, writeSync } from 'node:fs';

/** Loaded into a process (`--import`), has its end say on standard error how much memory it had at most. */
process.on('exit', () => {
  // The high water mark that resourceUsage tells begins with that of whoever started the process.
  const [, kibibytes] =
    /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  writeSync(2, `${Math.round(Number(kibibytes) / 1024)} MiB\n`);
});
