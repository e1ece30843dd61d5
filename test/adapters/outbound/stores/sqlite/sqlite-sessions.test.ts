import { expect } from 'chai';
import { join } from 'node:path';
import {
  openSqliteDatabase,
  type SqliteDatabase,
} from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-database.js';
import { sqliteSessions } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-sessions.js';
import { SESSION_TIME } from '../../../../../src/application/ports/sessions.js';
import { answer } from '../../../../support/answer.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { joined, session } from '../../../../support/sessions.js';
import { temporaryFolder, type TemporaryFolder } from '../../../../support/temporary-folder.js';

describe('the sessions of the SQLite store', () => {
  let folder: TemporaryFolder;
  let database: SqliteDatabase;

  beforeEach(async () => {
    folder = temporaryFolder();
    const file = join(folder.path, 'switchboard.db');
    database = await openSqliteDatabase({ file, logger: silentLogger });
  });
  afterEach(async () => {
    await database.close();
    folder.remove();
  });

  const count = (): unknown =>
    database.db.prepare('SELECT count(*) AS count FROM sessions').get()?.['count'];

  it('are removed when their time is over, a thousand with each save', async () => {
    const { save } = sqliteSessions(database);
    const entries = Array.from({ length: 1_500 }, (_, n) => ({
      key: `key ${n}`,
      session: session(joined(n)),
    }));
    await answer(save(entries, 0));
    await answer(save([{ key: 'other', session: session() }], SESSION_TIME - 1));
    expect(count()).to.equal(1_501);
    await answer(save([{ key: 'other', session: session() }], SESSION_TIME));
    expect(count()).to.equal(501);
    await answer(save([], SESSION_TIME));
    expect(count()).to.equal(1);
  });
});
