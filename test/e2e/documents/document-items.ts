import { runInNewContext } from 'node:vm';
import { blocks, type Page, page } from '../../docs/support/pages.js';

export const DOCUMENT_000 = page('test/protocols/000_cf63c426d1a8d241.txt');
export const DOCUMENT_001 = page('test/protocols/001_32f5172d7272769a.txt');
export const DOCUMENT_002 = page('test/protocols/002_478a3c1aa596fdb0.txt');
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

/** A section by its heading; with those that it is within, where there are several of that name. */
export type Place = string | readonly string[];

/** A section, and those within it. */
const sectionAt = (document: Page, place: Place): readonly Part[] =>
  [place].flat().reduce<readonly Part[]>((parts, heading) => {
    const start = parts.findIndex((part) => part.heading === heading);
    const outer = parts[start];
    if (outer === undefined) throw new Error(`${document.path} has no ${heading}`);
    const after = parts.slice(start + 1);
    const end = after.findIndex(({ level }) => level <= outer.level);
    return [outer, ...after.slice(0, end === -1 ? undefined : end)];
  }, partsOf(document));

/** What stands below a section's heading, with the headings within it. */
const partsWithin = (document: Page, place: Place): readonly Part[] =>
  sectionAt(document, place).slice(1);

/** What stands at a place, up to the next heading. */
export const textAt = (document: Page, place: Place): string =>
  sectionAt(document, place)[0]?.text ?? '';

/** The headings of a level within a section, in order. */
export const headingsIn = (document: Page, section: Place, level: number): readonly string[] =>
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

/** The one value that is shown at a place as programs write it: not as JSON. */
export const literalAt = (
  document: Page,
  place: Place,
  change: (code: string) => string = (code) => code,
): unknown =>
  // Objects of another realm equal none of ours.
  JSON.parse(JSON.stringify(runInNewContext(`(${change(scriptsAt(document, place).join(''))})`)));

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
export const boldItemsIn = (document: Page, section: Place): readonly string[] =>
  [...textAt(document, section).matchAll(/^\d+\. \*\*(.+?)\*\*/gm)].map(([, item = '']) => item);

/** What stands in a list's bullets, within a section. */
export const bulletsIn = (document: Page, section: Place): readonly string[] =>
  [...textAt(document, section).matchAll(/^- (.+)$/gm)].map(([, item = '']) => item);

/** One program that a document shows. */
export interface Example {
  readonly heading: string;
  readonly code: string;
}

/** The programs and samples at a place, in order. */
export const scriptsAt = (document: Page, place: Place): readonly string[] =>
  blocks(textAt(document, place), 'javascript');

export const examplesIn = (document: Page): readonly Example[] =>
  partsOf(document).flatMap(({ heading, text }) =>
    [...text.matchAll(/^```javascript\n(.*?)^```$/gms)].map(([, code = '']) => ({ heading, code })),
  );
