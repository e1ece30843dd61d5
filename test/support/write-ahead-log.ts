import { readFileSync, statSync } from 'node:fs';

const HEADER = 32;
const FRAME_HEADER = 24;

/** In bytes; none when the file is not there. */
export const walSize = (database: string): number =>
  statSync(`${database}-wal`, { throwIfNoEntry: false })?.size ?? 0;

/** Transactions in a log that has never begun anew: each ends in one frame that says so. */
export const walCommits = (database: string): number => {
  const log = readFileSync(`${database}-wal`);
  const frame = FRAME_HEADER + log.readUInt32BE(8);
  let commits = 0;
  for (let at = HEADER; at + frame <= log.length; at += frame) {
    if (log.readUInt32BE(at + 4) > 0) commits += 1;
  }
  return commits;
};

/** Another one each time that the log begins anew: the salt in its header, which every frame bears. */
export const walGeneration = (file: string): string =>
  readFileSync(`${file}-wal`).subarray(16, 24).toString('hex');
