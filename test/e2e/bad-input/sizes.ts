export const KIB = 1_024;
export const MIB = 1_024 * KIB;

/** JSON of arrays within arrays. */
export const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
