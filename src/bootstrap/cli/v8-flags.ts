import { setFlagsFromString } from 'node:v8';

/** Pretenuring takes what every message makes for long-lived, and the old space fills with it. */
export const V8_FLAGS = '--no-allocation-site-pretenuring';

/** Here rather than in package.json, for starts without npm too; before any code of ours has run. */
export const setV8Flags = (): void => setFlagsFromString(V8_FLAGS);
