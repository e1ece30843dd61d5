import { type Examine, failed, type Finding, ok, warning } from '../../common/examination.js';
import {
  connectionTo,
  type MongoConnection,
  refuseUnfit,
} from '../../common/mongodb/mongo-connection.js';
import { codeNameOf, isMongoFailure, whyNobody } from '../../common/mongodb/mongo-errors.js';
import { MIGRATIONS, refuseNewer, versionIn } from './migrations.js';
import { missingIndexes } from './schema.js';
import { messageOf } from '../../common/message-of.js';

/** Milliseconds for a primary to be found. */
const PATIENCE = 3_000;

/** Milliseconds by which clocks may differ before that is said: codes and sessions end by MongoDB's own. */
const CLOCKS = 2_000;

const clockFinding = async ({ db }: MongoConnection, now: () => number): Promise<Finding> => {
  const asked = now();
  const { localTime } = (await db.command({ hello: 1 })) as { readonly localTime: Date };
  const answered = now();
  const apart = Math.round(localTime.getTime() - (asked + answered) / 2);
  const off = Math.abs(apart);
  if (off <= CLOCKS) return ok('clock', `is MongoDB's to within ${CLOCKS} ms`);
  const where = apart > 0 ? 'ahead of' : 'behind';
  return warning('clock', `MongoDB's is ${off} ms ${where} this one`, 'Set both by NTP.');
};

const schemaFindings = async ({ db }: MongoConnection): Promise<readonly Finding[]> => {
  await refuseNewer(db);
  const version = await versionIn(db);
  if (version === 0) {
    return [ok('store version', `the database ${db.databaseName} is made at the first start`)];
  }
  const missing = await missingIndexes(db);
  return [
    version === MIGRATIONS.length
      ? ok('store version', `${version}, the newest`)
      : ok('store version', `${version}; the next start brings it to ${MIGRATIONS.length}`),
    missing.length === 0
      ? ok('indexes', 'are all there')
      : warning(
          'indexes',
          `are missing: ${missing.join(', ')}`,
          'The next start makes them again.',
        ),
  ];
};

/** MongoDB's own words may hold what people wrote. */
const whyNot = (error: unknown, hosts: string): string => {
  if (isMongoFailure(error)) {
    return `MongoDB at ${hosts} ${whyNobody(error) ?? `fails with ${codeNameOf(error)}`}`;
  }
  return messageOf(error);
};

export const examineMongodb =
  (uri: string, now: () => number = Date.now): Examine =>
  async () => {
    const findings: Finding[] = [];
    let connection: MongoConnection | null = null;
    try {
      connection = connectionTo(uri, PATIENCE, 'switchboard doctor');
      await connection.client.connect();
      await refuseUnfit(connection);
      findings.push(
        ok('store', `MongoDB at ${connection.hosts} answers, and is no standalone server`),
      );
      findings.push(await clockFinding(connection, now));
      findings.push(...(await schemaFindings(connection)));
    } catch (error) {
      const why = whyNot(error, connection?.hosts ?? '');
      findings.push(failed('store', why, 'See MONGODB_URI, and whether MongoDB runs.'));
    } finally {
      await connection?.client.close();
    }
    return findings;
  };
