import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A program of the shell in that folder. */
export const script = (folder: string, name: string, ...lines: readonly string[]): string => {
  const path = join(folder, name);
  writeFileSync(path, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  return path;
};
