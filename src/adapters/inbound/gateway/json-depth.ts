import type { EdgeFailure } from './dialect.js';

/** Levels of objects and arrays in a payload; deeper ones are refused. */
const MAX_DEPTH = 32;

export const tooDeep: EdgeFailure = {
  kind: 'InvalidPayload',
  issues: [{ field: '', message: `Must be at most ${MAX_DEPTH} levels deep` }],
};

/** Looks no deeper than it must, so that no payload can exhaust the stack. */
export const isTooDeep = (value: unknown, levels = MAX_DEPTH): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  for (const key in value) {
    if (isTooDeep((value as Record<string, unknown>)[key], levels - 1)) return true;
  }
  return false;
};
