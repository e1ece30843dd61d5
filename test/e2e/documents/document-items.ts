import { blocks, type Page, page } from '../../docs/support/pages.js';

export const DOCUMENT_000 = page('test/protocols/000_cf63c426d1a8d241.txt');
export const DOCUMENT_001 = page('test/protocols/001_32f5172d7272769a.txt');
export const DOCUMENT_003 = page('test/protocols/003_e2624bc253308730.txt');
export const DOCUMENT_004 = page('test/protocols/004_65b5b26612a041be.txt');

/** A heading, and what stands below it before the next one. */
export interface Part {
  readonly heading: string;
  readonly level: number;
  readonly text: string;
}

const FENCED = /^```.*?^```$/gms;

/** A line of code may begin as a heading does. */
const partsOf = ({ text }: Page): readonly Part[] => {
  const fences = [...text.matchAll(FENCED)].map(({ index, 0: { length } }) => [
    index,
    index + length,
  ]);
  const isCode = (at: number): boolean =>
    fences.some(([from = 0, to = 0]) => at >= from && at < to);
  const found = [...text.matchAll(/^(#+) (.+)$/gm)].filter(({ index }) => !isCode(index));
  return found.map(({ index, 0: line, 1: marks = '', 2: heading = '' }, at) => ({
    heading,
    level: marks.length,
    text: text.slice(index + line.length, found[at + 1]?.index),
  }));
};

/** What stands below a section's heading, with the headings within it. */
const partsWithin = (document: Page, section: string): readonly Part[] => {
  const parts = partsOf(document);
  const start = parts.findIndex(({ heading }) => heading === section);
  const outer = parts[start];
  if (outer === undefined) throw new Error(`${document.path} has no ${section}`);
  const after = parts.slice(start + 1);
  const end = after.findIndex((part) => part.level <= outer.level);
  return after.slice(0, end === -1 ? undefined : end);
};

/** The headings of a level within a section, in order. */
export const headingsIn = (document: Page, section: string, level: number): readonly string[] =>
  partsWithin(document, section)
    .filter((part) => part.level === level)
    .map(({ heading }) => heading);

/** Of a heading within a section, which may stand in others, too. */
export const textUnder = (document: Page, section: string, heading: string): string => {
  const part = partsWithin(document, section).find((one) => one.heading === heading);
  if (part === undefined) throw new Error(`${document.path} has no ${heading} in ${section}`);
  return part.text;
};

/** The fields of the payload that an event is shown with: names of the first block, not of what is within them. */
export const payloadFields = (
  document: Page,
  section: string,
  heading: string,
): readonly string[] => {
  const [payload = ''] = blocks(textUnder(document, section, heading), 'json');
  return [...payload.matchAll(/^ {2}"(\w+)":/gm)].map(([, field = '']) => field);
};

/** The fields of each response that an endpoint is shown with, at any depth. */
export const responseFields = (
  document: Page,
  section: string,
  heading: string,
): readonly (readonly string[])[] =>
  textUnder(document, section, heading)
    .split(/^(?=\*\*Response )/m)
    .slice(1)
    .flatMap((response) => blocks(response, 'json').slice(0, 1))
    .map((block) => [...block.matchAll(/"(\w+)":/g)].map(([, field = '']) => field));

/** The one block of JSON under a heading. */
export const sampleUnder = (document: Page, section: string, heading: string): unknown =>
  JSON.parse(blocks(textUnder(document, section, heading), 'json').join(''));

/** Where something is shown rather than told. */
export const headingsWithBlocks = (document: Page): readonly string[] =>
  partsOf(document)
    .filter(({ text }) => text.includes('\n```'))
    .map(({ heading }) => heading);

/** What is to be ticked off. */
export const checklistOf = ({ text }: Page): readonly string[] =>
  [...text.matchAll(/^- \[ \] (.+)$/gm)].map(([, item = '']) => item);

/** Endpoints and notes that stand in bold in a numbered list, within a section. */
export const boldItemsIn = (document: Page, section: string): readonly string[] => {
  const part = partsOf(document).find(({ heading }) => heading === section);
  return [...(part?.text ?? '').matchAll(/^\d+\. \*\*(.+?)\*\*/gm)].map(([, item = '']) => item);
};

/** What stands in a list's bullets, within a section. */
export const bulletsIn = (document: Page, section: string): readonly string[] => {
  const part = partsOf(document).find(({ heading }) => heading === section);
  return [...(part?.text ?? '').matchAll(/^- (.+)$/gm)].map(([, item = '']) => item);
};

/** One program that a document shows. */
export interface Example {
  readonly heading: string;
  readonly code: string;
}

export const examplesIn = (document: Page): readonly Example[] =>
  partsOf(document).flatMap(({ heading, text }) =>
    [...text.matchAll(/^```javascript\n(.*?)^```$/gms)].map(([, code = '']) => ({ heading, code })),
  );
