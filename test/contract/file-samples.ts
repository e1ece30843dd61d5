import { deflateRawSync, gzipSync } from 'node:zlib';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

/** A file in an archive: how it is packed, what the header says of its size, its bytes. */
const entry = (name: string, packed: Buffer, size: number, method: 0 | 8): Buffer => {
  const header = Buffer.alloc(30);
  header.write('PK\u0003\u0004', 'latin1');
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(packed.length, 18);
  header.writeUInt32LE(size, 22);
  header.writeUInt16LE(name.length, 26);
  return Buffer.concat([header, Buffer.from(name), packed]);
};

const stored = (name: string, text: string): Buffer =>
  entry(name, Buffer.from(text), Buffer.byteLength(text), 0);

const chunk = (type: string, data: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
};

const PNG = hex('89504e470d0a1a0a');
const IMAGE_HEADER = chunk('IHDR', hex('00000001000000010806000000'));
const MP4 = Buffer.concat([hex('00000018'), Buffer.from('ftypisom'), hex('00000200'), hex('00')]);

const SPREADSHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const CONTENT_TYPES = `<Types><Override PartName="/a" ContentType="${SPREADSHEET}.main+xml"/></Types>`;

/** Files as short as may be, by their MIME types. */
export const KNOWN: Readonly<Record<string, Buffer>> = {
  'image/png': Buffer.concat([PNG, IMAGE_HEADER, chunk('IDAT', Buffer.alloc(20))]),
  'image/jpeg': Buffer.concat([hex('ffd8ffe000104a46494600'), Buffer.alloc(20)]),
  'image/gif': Buffer.concat([Buffer.from('GIF89a'), Buffer.alloc(20)]),
  'image/webp': Buffer.concat([Buffer.from('RIFF\0\0\0\0WEBPVP8 '), Buffer.alloc(20)]),
  'application/pdf': Buffer.concat([Buffer.from('%PDF-1.7\n%'), hex('e2e3cfd3'), hex('0a')]),
  'application/zip': stored('notes.txt', 'hello'),
  [SPREADSHEET]: stored('[Content_Types].xml', CONTENT_TYPES),
  'application/vnd.oasis.opendocument.text': stored(
    'mimetype',
    'application/vnd.oasis.opendocument.text',
  ),
  'video/mp4': MP4,
  'audio/mpeg': Buffer.concat([Buffer.from('ID3'), hex('040000007f7f7f'), Buffer.alloc(20)]),
};

const utf16 = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le');

/** One byte a character, which here is the same number. */
const windows = (bytes: string): Buffer => Buffer.from(bytes, 'latin1');

/** Bytes that Windows-1252 has no character for. */
const UNASSIGNED = ['\x81', '\x8d', '\x8f', '\x90', '\x9d'];

/** Whatever it prints. */
const PRINTED = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte))
  .filter((one) => one >= ' ' && one !== '\x7f' && !UNASSIGNED.includes(one))
  .join('');

/** Text in what people write and programs read. */
export const TEXTS: Readonly<Record<string, Buffer>> = {
  'a letter': Buffer.from('Guten Tag,\r\n\tdas Gerät läuft nicht. 🙁\n'),
  'one character': Buffer.from('a'),
  'UTF-8 with a byte order mark': Buffer.from('\ufeffname;value\n'),
  'UTF-16, the low byte first': utf16('Ключ 🗝'),
  'UTF-16, the high byte first': utf16('Ключ 🗝').swap16(),
  'a log in colours': Buffer.from('\u001b[31mERROR\u001b[0m no disk\f\n'),
  HTML: Buffer.from('<!doctype html><script>alert(1)</script>'),
  SVG: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
  'SVG with a declaration': Buffer.from('<?xml version="1.0"?><svg onload="alert(1)"/>'),
  'a script': Buffer.from('#!/bin/sh\nrm -r x\n'),
  JSON: Buffer.from('{"a":[1,2]}'),
  CSV: Buffer.from('a,b\n1,2\n'),
  'a calendar': Buffer.from('BEGIN:VCALENDAR\nEND:VCALENDAR\n'),
  'a word that a bitmap begins with': Buffer.from('BMW, red, does not start'),
  'a word that a picture begins with': Buffer.from('GIF89a is a format'),
  'a word that a program begins with': Buffer.from('MZ is short for Mark Zbikowski'),
  'words that sound begins with': Buffer.from('ID3 tags are wrong'),
  'Windows-1252, as spreadsheets write CSV': windows('Gerät;Preis\r\nKüche;5,00 \x80\r\n'),
  'all that Windows-1252 prints': windows(`\t\r\n${PRINTED}`),
  'Windows-1252 that begins like a bitmap': windows('BMW-Händler;Köln\r\n'),
  'Windows-1251': Buffer.from('cff0e8e2e5f22c20ecf0f0210d0a', 'hex'),
  'HTML in Windows-1252': windows('<!doctype html><p>\x80<script>alert(1)</script>'),
  'UTF-8 whose last character is cut': Buffer.from('hello 🙁').subarray(0, -1),
};

/** Neither text, nor anything by its signature. */
export const UNKNOWN: Readonly<Record<string, Buffer>> = {
  'NUL in text': Buffer.from('hello\0world'),
  'a control character in text': Buffer.from('hello\u0001world'),
  'a control character beyond ASCII': Buffer.from('hello\u0090world'),
  'UTF-8 with a byte order mark that is none': Buffer.concat([hex('efbbbf61c328')]),
  ...Object.fromEntries(
    [...UNASSIGNED, '\0', '\x01', '\x0b', '\x0c', '\x1b', '\x7f'].map((byte) => [
      `Windows-1252 with the byte ${byte.charCodeAt(0).toString(16)}`,
      windows(`Gerät${byte};Küche\r\n`),
    ]),
  ),
  'HTML in UTF-16 without a byte order mark': utf16('<script>alert(1)</script>').subarray(2),
  'UTF-16 that ends within a character, of no control characters': utf16('你好').subarray(0, -1),
  'UTF-16 without a byte order mark': utf16('hello').subarray(2),
  'UTF-16 with half a pair': utf16('a\ud83d'),
  'UTF-16 that ends within a character': utf16('hello').subarray(0, -1),
};

const ZEROS = 60_000_000;

/** Made to cost whoever looks into them: more than they are, more often than there is room for, or without an end. */
export const hostile = (length: number): Readonly<Record<string, Buffer>> => {
  const filled = (part: Buffer): Buffer => Buffer.alloc(length, part);
  const begun = (beginning: Buffer, part = hex('00')): Buffer =>
    Buffer.concat([beginning, filled(part)]).subarray(0, length);
  const bomb = deflateRawSync(Buffer.alloc(ZEROS, ' '));
  return {
    'a zip bomb': begun(entry('[Content_Types].xml', bomb, ZEROS, 8)),
    'a zip bomb that lies of its size': begun(entry('[Content_Types].xml', bomb, 100, 8)),
    'a zip bomb by another name': begun(entry('mimetype', bomb, ZEROS, 8)),
    'a zip of empty files': filled(entry('a', Buffer.alloc(0), 0, 0)),
    'a zip of a file without an end': begun(entry('a', Buffer.alloc(0), 0xffffffff, 8)),
    'a gzip bomb': begun(gzipSync(Buffer.alloc(ZEROS))),
    'boxes of eight bytes': begun(MP4, Buffer.from('\0\0\0\bfree')),
    'boxes of no bytes': begun(MP4, Buffer.from('\0\0\0\0free')),
    'chunks of no bytes': begun(Buffer.concat([PNG, IMAGE_HEADER]), chunk('tEXt', Buffer.alloc(0))),
    'a chunk of 2 GB': begun(
      Buffer.concat([PNG, IMAGE_HEADER, hex('7fffffff'), Buffer.from('tEXt')]),
    ),
    'a chunk of less than nothing': begun(
      Buffer.concat([PNG, IMAGE_HEADER, hex('ffffffff'), Buffer.from('tEXt')]),
    ),
    'tags within tags': filled(Buffer.from('ID3\u0004\0\0\0\0\0\0')),
    'a container without an end': begun(hex('1a45dfa3'), hex('ec80')),
    'a picture of many directories': begun(hex('49492a0008000000ffff')),
  };
};
