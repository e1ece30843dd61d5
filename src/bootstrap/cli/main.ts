#!/usr/bin/env -S node --
import { fail } from './fail.js';
import { requireNode } from './require-node.js';
import { setV8Flags } from './v8-flags.js';

requireNode();
setV8Flags();

// Only now: what it imports does not even load on a Node that is too old.
const { runCommandLine } = await import('./command-line.js').catch(fail);
await runCommandLine();
