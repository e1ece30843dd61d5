import type { SQLOutputValue } from 'node:sqlite';
import { none, some } from 'fp-ts/lib/Option.js';
import {
  type AuthCodes,
  CODE_TIME,
  MAX_TRIES,
  type RedeemedCode,
} from '../../../../application/ports/auth-codes.js';
import type { PersonKey } from '../../../../domain/actor.js';
import type { SqliteDatabase } from './sqlite-database.js';

/** Codes whose time is over that go with each that is kept. */
const PURGED = 1_000;

const redeemed = (row: Record<string, SQLOutputValue>): RedeemedCode => {
  const { device_info: deviceInfo, target } = row;
  return {
    id: String(row['id']),
    target: typeof target === 'string' ? (target as PersonKey) : null,
    isBound: row['is_bound'] === 1,
    deviceInfo: typeof deviceInfo === 'string' ? deviceInfo : null,
  };
};

/** A code that is live no longer is removed, at once or when its time is over; a try is one transaction. */
export const sqliteAuthCodes = ({ db, write, readMany }: SqliteDatabase): AuthCodes => {
  const purge = db.prepare(
    'DELETE FROM codes WHERE rowid IN ' +
      '(SELECT rowid FROM codes WHERE until <= ? ORDER BY until LIMIT ?)',
  );
  const removeOver = db.prepare('DELETE FROM codes WHERE key = ? AND until <= ?');
  const findKey = db.prepare('SELECT 1 FROM codes WHERE key = ?');
  const removeOf = db.prepare('DELETE FROM codes WHERE target = ?');
  const insert = db.prepare(
    'INSERT INTO codes (id, key, target, is_bound, tries, until, device_info) ' +
      'VALUES (?, ?, ?, ?, 0, ?, ?)',
  );
  const findMeant = db.prepare(
    'SELECT id, target, is_bound, device_info FROM codes WHERE key = ? AND until > ? ' +
      'AND (target IS NULL OR target IS ? OR (? IS NULL AND is_bound = 0))',
  );
  const remove = db.prepare('DELETE FROM codes WHERE id = ?');
  const count = db.prepare('UPDATE codes SET tries = tries + 1 WHERE target = ?');
  const removeDead = db.prepare('DELETE FROM codes WHERE target = ? AND tries >= ?');
  const findLive = db.prepare('SELECT 1 FROM codes WHERE id = ? AND until > ?');
  return {
    keep: ({ id, key, target, isBound, deviceInfo }, now) =>
      write(() => {
        purge.run(now, PURGED);
        removeOver.run(key, now);
        if (findKey.get(key) !== undefined) return 'taken';
        removeOf.run(target);
        insert.run(id, key, target, Number(isBound), now + CODE_TIME, deviceInfo);
        return 'kept';
      }),

    redeem: ({ key, by }, now) =>
      write(() => {
        const meant = findMeant.get(key, now, by, by);
        if (meant !== undefined) {
          const code = redeemed(meant);
          remove.run(code.id);
          return some(code);
        }
        if (by !== null) {
          count.run(by);
          removeDead.run(by, MAX_TRIES);
        }
        return none;
      }),

    live: (ids, now) =>
      readMany(() => new Set(ids.filter((id) => findLive.get(id, now) !== undefined))),
  };
};
