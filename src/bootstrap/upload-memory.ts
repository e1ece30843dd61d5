const MIB = 1024 * 1024;

/** MiB, where nothing is said and V8 has enough. */
const DEFAULT = 256;

/** MiB: one frame of the largest that there are. */
export const LEAST_UPLOAD_MEMORY = 32;

/** MiB: what has come whole is in V8's heap, and the part of that for what is young takes little of it. */
const mostUploadMemory = (heap: number): number =>
  Math.max(LEAST_UPLOAD_MEMORY, Math.floor(heap / 3 / MIB));

/**
 * In bytes, of so many MiB that were asked for.
 * @param heap bytes that V8's heap may have
 */
export const uploadMemory = (asked: number | null, heap: number): number =>
  (asked ?? Math.min(DEFAULT, mostUploadMemory(heap))) * MIB;

/** What is wrong with what was asked for, beside what it is by itself. */
export const uploadMemoryProblems = (
  { UPLOAD_MEMORY: asked }: { readonly UPLOAD_MEMORY?: number | null },
  heap: number,
): readonly string[] => {
  const most = mostUploadMemory(heap);
  return (asked ?? 0) > most
    ? [`UPLOAD_MEMORY must be at most ${most}, a third of V8's heap (see --max-old-space-size)`]
    : [];
};
