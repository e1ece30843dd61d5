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

/** FTS5 drops no index that it cannot open, and opens none without its version. */
const makeDroppable = (db: DatabaseSync): void => {
  const isIndex =
    "SELECT 1 FROM sqlite_schema WHERE name = 'search' AND sql LIKE 'CREATE VIRTUAL TABLE %'";
  if (db.prepare(isIndex).get() === undefined) return;
  db.exec(`
    CREATE TABLE IF NOT EXISTS search_config (k PRIMARY KEY, v) WITHOUT ROWID;
    INSERT OR REPLACE INTO search_config VALUES ('version', 4);
  `);
};

/** After `noteWords`, on a connection that may write to the search's own tables, of which some may be left without it. */
export const dropSearch = (db: DatabaseSync): void => {
  makeDroppable(db);
  db.exec('DROP TABLE IF EXISTS search');
  for (const own of ['data', 'idx', 'docsize', 'config']) {
    db.exec(`DROP TABLE IF EXISTS search_${own}`);
  }
};

/** After `dropSearch`. */
export const searchRebuilder = (db: DatabaseSync): SearchRebuilder => {
  db.exec(`
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
