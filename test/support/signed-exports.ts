import { createHash } from 'node:crypto';

/** The lines of an export, less the last. */
export const linesOf = (text: string): readonly string[] => text.trimEnd().split('\n').slice(0, -1);

/** An export of these lines, whatever they are, with the checksum that belongs to them. */
export const signed = (lines: readonly string[]): string => {
  const text = lines.map((line) => `${line}\n`).join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  return `${text}{"trailer":{"sha256":"${sha256}"}}\n`;
};
