import { none, type Option, some } from 'fp-ts/lib/Option.js';
import { type Filter, MongoServerError, ObjectId } from 'mongodb';
import {
  type AuthCodes,
  CODE_TIME,
  MAX_TRIES,
  type NewCode,
  type RedeemedCode,
} from '../../../../application/ports/auth-codes.js';
import type { PersonKey } from '../../../../domain/actor.js';
import type { Instant } from '../../../../domain/ids.js';
import type { CodeDocument } from './documents.js';
import { keyOf } from './keys.js';
import type { MongoDatabase } from './mongo-database.js';
import { DUPLICATE_KEY } from '../../common/mongodb/mongo-errors.js';
import { NotYet } from '../../common/mongodb/persistence.js';

const documentOf = (code: NewCode, now: Instant): CodeDocument => {
  const { id, key, target, isBound, deviceInfo } = code;
  return {
    _id: target === null ? keyOf('code', id) : keyOf(target),
    id,
    key,
    isBound,
    isForAnybody: target === null,
    tries: 0,
    spentBy: null,
    until: new Date(now + CODE_TIME),
    target: JSON.stringify(target),
    deviceInfo: JSON.stringify(deviceInfo),
  };
};

/** @param by whose it is where it was redeemed as his, and is not said in the document */
const redeemed = (
  { id, isBound, target, deviceInfo }: CodeDocument,
  by: PersonKey | null,
): RedeemedCode => ({
  id,
  target: target === undefined ? by : (JSON.parse(target) as PersonKey | null),
  isBound,
  deviceInfo: JSON.parse(deviceInfo) as string | null,
});

/** @param attempt one that may have redeemed it already, and has lost its answer */
const live = (now: Instant, attempt?: ObjectId): Filter<CodeDocument> => ({
  until: { $gt: new Date(now) },
  tries: { $lt: MAX_TRIES },
  spentBy: attempt === undefined ? null : { $in: [null, attempt] },
});

/** Each step of a code is one change of one document; the server removes it some time after its end. */
export const mongoAuthCodes = ({ codes, persist }: MongoDatabase): AuthCodes => {
  const keep = async (document: CodeDocument, now: Instant): Promise<'kept' | 'taken'> => {
    const { _id, id, key } = document;
    await codes.deleteOne({ key, $nor: [live(now)] });
    try {
      await codes.replaceOne({ _id, key: { $ne: key } }, document, { upsert: true });
      return 'kept';
    } catch (error) {
      if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
      const same = await codes.findOne({ key });
      // Another code was kept for the target at the same time, or the digits are free by now.
      if (same === null) throw new NotYet();
      return same.id === id ? 'kept' : 'taken';
    }
  };

  const spend = async (
    filter: Filter<CodeDocument>,
    attempt: ObjectId,
  ): Promise<Option<RedeemedCode>> => {
    const spent = await codes.findOneAndUpdate(filter, { $set: { spentBy: attempt } });
    return spent === null ? none : some(redeemed(spent, null));
  };

  /** The code of whom the try names: spent by it, or one wrong try nearer to its end. */
  const judge = async (
    filter: Filter<CodeDocument>,
    { key, by }: { readonly key: string; readonly by: PersonKey },
    attempt: ObjectId,
  ): Promise<Option<RedeemedCode>> => {
    const isRight = { $eq: ['$key', { $literal: key }] };
    const judged = await codes.findOneAndUpdate(
      filter,
      [
        {
          $set: {
            spentBy: { $cond: [isRight, attempt, null] },
            tries: { $add: ['$tries', { $cond: [isRight, 0, 1] }] },
          },
        },
      ],
      { returnDocument: 'after' },
    );
    return judged?.spentBy?.equals(attempt) === true ? some(redeemed(judged, by)) : none;
  };

  return {
    keep: (code, now) => persist(() => keep(documentOf(code, now), now)),

    redeem: ({ key, by }, now) => {
      const attempt = new ObjectId();
      const filter = live(now, attempt);
      return persist(async () => {
        if (by === null) return spend({ ...filter, key, isBound: false }, attempt);
        const anybodys = await spend({ ...filter, key, isForAnybody: true }, attempt);
        return anybodys._tag === 'Some'
          ? anybodys
          : judge({ ...filter, _id: keyOf(by) }, { key, by }, attempt);
      });
    },

    live: (ids, now) =>
      persist(async () => {
        if (ids.length === 0) return new Set();
        const found = codes.find({ id: { $in: [...ids] }, ...live(now) });
        return new Set((await found.toArray()).map(({ id }) => id));
      }),
  };
};
