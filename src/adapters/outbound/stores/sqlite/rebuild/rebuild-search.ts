import type { DatabaseSync } from 'node:sqlite';
import type { Conversation } from '../../../../../domain/conversation.js';
import { SEARCH_SCHEMA, searchWriter, SMALL_SEARCH_PAGES } from '../search-index.js';

const WORDS = 'SELECT term, doc FROM temp.search_words';

export interface SearchRebuilder {
  add(conversation: Conversation): void;
  /** Words that were not in as many conversations as they are now. */
  differing(): number;
}

/**
 * Notes what the search held: the index keeps no text, so that is known by how many conversations had each word. One that
 * cannot be read held nothing; within a transaction it could not even be dropped after that, so this comes before.
 */
export const noteWords = (db: DatabaseSync): void => {
  db.exec('CREATE TEMP TABLE words_before (term TEXT, doc INTEGER)');
  try {
    db.exec(`
      CREATE VIRTUAL TABLE temp.search_words USING fts5vocab('main', 'search', 'row');
      INSERT INTO words_before ${WORDS};
    `);
  } catch {
    // What was read until then is undone with the statement.
  }
  db.exec('DROP TABLE IF EXISTS temp.search_words');
};

/** After `noteWords`. */
export const searchRebuilder = (db: DatabaseSync): SearchRebuilder => {
  db.exec(`
    DROP TABLE IF EXISTS search;
    ${SEARCH_SCHEMA};
    ${SMALL_SEARCH_PAGES};
    CREATE VIRTUAL TABLE temp.search_words USING fts5vocab('main', 'search', 'row');
  `);
  const before = 'SELECT term, doc FROM words_before';
  const write = searchWriter(db);
  return {
    add: write,
    differing: () => {
      const found = db
        .prepare(
          `SELECT count(DISTINCT term) AS total FROM (
             SELECT * FROM (${WORDS} EXCEPT ${before}) UNION ALL SELECT * FROM (${before} EXCEPT ${WORDS})
           )`,
        )
        .get();
      return Number(found?.['total']);
    },
  };
};
