import { lookup } from 'mime-types';

/** What a system tells by what to open a file with; without one nothing opens it by itself. */
const ENDING = /\.[\p{L}\p{N}]+$/u;

/** A picture that runs programs. */
const SVG = 'image/svg+xml';

/** Of what is a name for the same, by its kind; there are many names for each. */
const KINDS = ['image/', 'audio/', 'video/'];

/** What is text, and is run by nothing that opens it. */
const PLAIN: ReadonlySet<string> = new Set([
  'text/plain',
  'text/csv',
  'text/markdown',
  'text/tab-separated-values',
  'text/yaml',
  'application/json',
]);

const fits = (ending: string, type: string): boolean =>
  ending === type ||
  (type === 'text/plain' && PLAIN.has(ending)) ||
  (ending !== SVG && KINDS.some((kind) => ending.startsWith(kind) && type.startsWith(kind)));

/**
 * What a file is saved as: by its own name, which ends in what it is where that would make something else of it, such as a page
 * or a program.
 * @param type as found in its bytes
 * @param stored what it is served under, with the ending of that type
 */
export const downloadName = (originalName: string, type: string, stored: string): string => {
  if (!ENDING.test(originalName)) return originalName;
  const ending = lookup(originalName);
  if (ending !== false && fits(ending, type)) return originalName;
  const [right = ''] = /\.[a-z0-9]+$/.exec(stored) ?? [];
  return originalName.toLowerCase().endsWith(right) ? originalName : `${originalName}${right}`;
};
