import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseFault } from './database-fault.js';

/** As SQLite's file format has it, section 4. */
const HEADER = 32;
const FRAME_HEADER = 24;
const MAGIC = 0x377f0682;

/** Two numbers of 32 bits, each of which depends on all before it. */
type Sum = readonly [number, number];

const readAt = (file: number, at: number, length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(file, bytes, 0, length, at));
};

const sumOf = (bytes: Buffer, isLittle: boolean, [first, second]: Sum): Sum => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let a = first;
  let b = second;
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + view.getUint32(at, isLittle) + b) >>> 0;
    b = (b + view.getUint32(at + 4, isLittle) + a) >>> 0;
  }
  return [a, b];
};

const sumAt = (bytes: Buffer, at: number): Sum => [
  bytes.readUInt32BE(at),
  bytes.readUInt32BE(at + 4),
];

const isSame = (a: Sum, b: Sum): boolean => a[0] === b[0] && a[1] === b[1];

interface LogHeader {
  readonly isLittle: boolean;
  readonly pageSize: number;
  /** Of this round of the log: what is left of an older one bears another. */
  readonly salt: Sum;
  readonly sum: Sum;
}

const headerOf = (bytes: Buffer): LogHeader | null => {
  if (bytes.length < HEADER || (bytes.readUInt32BE(0) & ~1) >>> 0 !== MAGIC) return null;
  const isLittle = bytes.readUInt32BE(0) === MAGIC;
  const sum = sumOf(bytes.subarray(0, 24), isLittle, [0, 0]);
  if (!isSame(sum, sumAt(bytes, 24))) return null;
  return { isLittle, pageSize: bytes.readUInt32BE(8), salt: sumAt(bytes, 16), sum };
};

/**
 * Where the log breaks before something that was told to be stored; null where it does not. Each commit is on the disk before
 * the next one is written, and the frames of one come there in any order: so what broke within the last was told to nobody.
 */
const breakIn = (file: number, size: number): number | null => {
  const header = headerOf(readAt(file, 0, HEADER));
  if (header === null) {
    // A log that was just being made may be of zeros.
    const first = readAt(file, HEADER, FRAME_HEADER);
    return first.length === FRAME_HEADER && first.some((byte) => byte !== 0) ? 0 : null;
  }
  const { isLittle, pageSize, salt } = header;
  const frame = FRAME_HEADER + pageSize;
  let brokenAt: number | null = null;
  /** Whether the commit that broke has come to its end. */
  let isOver = false;
  let before = header.sum;
  for (let at = HEADER; at + frame <= size; at += frame) {
    const bytes = readAt(file, at, frame);
    if (bytes.length < frame) return null;
    const stored = sumAt(bytes, 16);
    const isOfRound = isSame(sumAt(bytes, 8), salt);
    const fits =
      isOfRound &&
      isSame(
        stored,
        sumOf(
          bytes.subarray(FRAME_HEADER),
          isLittle,
          sumOf(bytes.subarray(0, 8), isLittle, before),
        ),
      );
    if (!fits) brokenAt ??= at;
    const isCommit = isOfRound && bytes.readUInt32BE(4) > 0;
    if (fits && isCommit && isOver) return brokenAt;
    if (isCommit && brokenAt !== null) isOver = true;
    before = stored;
  }
  return null;
};

/** Milliseconds between two looks: who writes meanwhile, such as an import, shows for a moment what looks broken. */
const PAUSE = 100;

const lookAt = (log: string): number | null => {
  const file = openSync(log, 'r');
  try {
    return breakIn(file, fstatSync(file).size);
  } finally {
    closeSync(file);
  }
};

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/**
 * SQLite reads its write-ahead log up to the first frame that is not whole, and passes over the rest in silence: after a
 * power cut that is what nobody was told of. Where another commit comes behind it, though, something stored has been damaged.
 * To be asked before SQLite opens the file, since that lets go of what it passes over.
 * @throws DatabaseFault; Error where it cannot be read
 */
export const refuseDamagedLog = async (
  file: string,
  pause: () => Promise<unknown> = () => delay(PAUSE),
): Promise<void> => {
  const log = `${file}-wal`;
  if (sizeOf(log) === 0) return;
  if (sizeOf(file) === 0) {
    throw new DatabaseFault(
      `its write-ahead log ${log} is there, and the database is not`,
      'Bring back both, or remove that too.',
    );
  }
  const brokenAt = lookAt(log);
  if (brokenAt === null) return;
  await pause();
  if (lookAt(log) !== brokenAt) return;
  throw new DatabaseFault(
    `its write-ahead log is damaged at byte ${brokenAt}, and what was stored after that cannot be read`,
    'Restore a backup; or, to go on without it, keep a copy of the folder and run: ' +
      `truncate -s ${brokenAt} '${log}'`,
  );
};
