import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { either, json } from 'fp-ts/lib/index.js';

/** One file, to which all processes append what they attempt, a line each. */
export interface SharedFile<Attempt, Outcome> {
  /** Takes the whole lines that were appended since, ours and others', and says how many there were. */
  catchUp(): number;
  /** What came of each once all are on the disk, as its place in the file decides it; undefined where it got none. */
  commit(attempts: readonly Attempt[]): readonly (Outcome | undefined)[];
  close(): Promise<void>;
}

/** @param take is told every line once, in the order of the file, whoever appended it */
export const sharedFile = <Attempt, Outcome>(
  path: string,
  take: (attempt: Attempt) => Outcome,
): SharedFile<Attempt, Outcome> => {
  const file = openSync(path, 'a+');
  let offset = 0;
  let isClosed = false;
  const takeNews = () => {
    if (isClosed) throw new Error('the store is closed');
    const news = Buffer.alloc(fstatSync(file).size - offset);
    readSync(file, news, 0, news.length, offset);
    const end = news.lastIndexOf('\n') + 1;
    offset += end;
    // A process that died within a line leaves what is no JSON.
    const lines = news.toString('utf8', 0, end).split('\n').map(json.parse).filter(either.isRight);
    const taken = lines.map(({ right }) => right as unknown as { key: string; attempt: Attempt });
    return new Map(taken.map(({ key, attempt }) => [key, take(attempt)]));
  };
  return {
    catchUp: () => takeNews().size,
    commit: (attempts) => {
      const lines = attempts.map((attempt) => ({ key: randomUUID(), attempt }));
      // The break before a line ends what another process left unfinished.
      const text = Buffer.from(lines.map((line) => `\n${JSON.stringify(line)}\n`).join(''));
      if (writeSync(file, text) < text.length) throw new Error('the disk is full');
      fsyncSync(file);
      const outcomes = takeNews();
      return lines.map(({ key }) => outcomes.get(key));
    },
    close: () => {
      if (!isClosed) closeSync(file);
      isClosed = true;
      return Promise.resolve();
    },
  };
};
