import { expect } from 'chai';
import { join } from 'node:path';
import {
  openSqliteDatabase,
  type SqliteDatabase,
} from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-database.js';
import { sqliteAuthCodes } from '../../../../../src/adapters/outbound/stores/sqlite/sqlite-auth-codes.js';
import { CODE_TIME, MAX_TRIES } from '../../../../../src/application/ports/auth-codes.js';
import { answer } from '../../../../support/answer.js';
import { ALICE, newCode } from '../../../../support/codes.js';
import { silentLogger } from '../../../../support/fixed-ports.js';
import { temporaryFolder, type TemporaryFolder } from '../../../../support/temporary-folder.js';

describe('the codes of the SQLite store', () => {
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
    database.db.prepare('SELECT count(*) AS count FROM codes').get()?.['count'];

  it('are removed when they are spent or dead, and when their time is over with the next', async () => {
    const { keep, redeem } = sqliteAuthCodes(database);
    for (let n = 0; n < 10; n += 1) {
      await answer(keep(newCode({ target: null, isBound: false }), n));
    }
    const last = newCode();
    await answer(keep(last, CODE_TIME + 4));
    expect(count()).to.equal(6);
    await answer(redeem({ key: last.key, by: ALICE }, CODE_TIME + 4));
    expect(count()).to.equal(5);
    await answer(keep(newCode(), CODE_TIME + 4));
    for (let n = 0; n < MAX_TRIES; n += 1) {
      await answer(redeem({ key: 'wrong', by: ALICE }, CODE_TIME + 4));
    }
    expect(count()).to.equal(5);
  });
});
