import type { MarkOutcome, ReadMark, ReadMarks } from '../../../../application/ports/read-marks.js';
import type { PersonKey } from '../../../../domain/actor.js';
import type { SqliteDatabase } from './sqlite-database.js';

export const sqliteReadMarks = ({ db, read, write }: SqliteDatabase): ReadMarks => {
  const set = db.prepare(
    'INSERT INTO reads (conversation, seq, reader, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const find = db.prepare('SELECT reader, at FROM reads WHERE conversation = ? AND seq = ?');
  const range = db.prepare(
    `SELECT seq, reader, at FROM reads WHERE conversation = ? AND seq BETWEEN ? AND ?
     ORDER BY seq`,
  );

  /** The reader is kept in JSON, which keeps every character. */
  const markOne = (reading: ReadMark): MarkOutcome => {
    const { conversationId, seq, by, at } = reading;
    const { changes } = set.run(conversationId, seq, JSON.stringify(by), at);
    if (changes === 1) return { mark: reading, isFirst: true };
    const known = find.get(conversationId, seq);
    if (known === undefined) throw new Error(`a mark of ${conversationId} is gone`);
    const mark = {
      ...reading,
      by: JSON.parse(String(known['reader'])) as PersonKey,
      at: Number(known['at']),
    };
    return { mark, isFirst: false };
  };

  return {
    mark: (readings) => write(() => readings.map(markOne)),
    within: (id, first, last) =>
      read(() =>
        range.all(id, first, last).map((row) => ({
          conversationId: id,
          seq: Number(row['seq']),
          by: JSON.parse(String(row['reader'])) as PersonKey,
          at: Number(row['at']),
        })),
      ),
  };
};
