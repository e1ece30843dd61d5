import { type Db, MongoServerError } from 'mongodb';
import { INDEX_NOT_FOUND } from '../../common/mongodb/mongo-errors.js';
import { COLLECTIONS } from './schema.js';

/** Of the conversations; one that is not there any more is none to drop. */
export const dropIndex = async (db: Db, name: string): Promise<void> => {
  try {
    await db.collection(COLLECTIONS.heads).dropIndex(name);
  } catch (error) {
    if (!(error instanceof MongoServerError) || error.code !== INDEX_NOT_FOUND) throw error;
  }
};
