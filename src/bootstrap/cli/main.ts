#!/usr/bin/env -S node --
import { fail } from './fail.js';
import { requireNode } from './require-node.js';
import { setV8Flags } from './v8-flags.js';

requireNode();
setV8Flags();
// Whatever is made, by libraries too, holds what people wrote: it is for its owner alone.
process.umask(0o077);
// Who reads it may have gone, or its disk be full: that costs the words, and no server.
process.stderr.on('error', () => undefined);

// Only now: what it imports does not even load on a Node that is too old.
const { runCommandLine } = await import('./command-line.js').catch(fail);
await runCommandLine();
