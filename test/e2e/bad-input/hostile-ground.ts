import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Container } from 'inversify';
import type { TypingSignal } from '../../../src/application/ports/event-bus.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import { container } from '../../../src/bootstrap/container.js';
import { DATABASE_FILE } from '../../../src/bootstrap/stores.js';
import { TOKENS } from '../../../src/bootstrap/tokens.js';
import { placeInFolder } from '../../support/bound-stores.js';
import { unlimited } from '../../support/limits.js';
import { type LoggedEntry, RecordingLogger } from '../../support/recording-logger.js';
import { TRANSPORTS } from '../support/doors.js';
import { testConfig } from '../support/in-process-server.js';

/** A whole server on SQLite, into which a test can look. */
export interface HostileGround {
  readonly url: string;
  readonly cases: UseCases;
  /** What the server has logged as its own fault. */
  errors(): readonly LoggedEntry[];
  /** How often anything was said that anybody at all could have been told; of typing, in this conversation alone. */
  told(conversationId: unknown): number;
  /** Of rows, in all tables but those of sessions, as another process sees them. */
  stored(): number;
  stop(): Promise<void>;
}

const rowCounter = (folder: string): { count(): number; close(): void } => {
  const db = new DatabaseSync(join(folder, DATABASE_FILE), { readOnly: true });
  const tables = db
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'sessions'`)
    .all()
    .map(({ name }) => `(SELECT count(*) FROM "${String(name)}")`);
  const version = db.prepare('PRAGMA data_version');
  const rows = db.prepare(`SELECT ${tables.join(' + ')} AS rows`);
  let seen: { readonly version: unknown; readonly rows: number } | null = null;
  return {
    // To count is dear, and only needed where anything has been written at all.
    count: () => {
      const now = version.get()?.['data_version'];
      if (seen?.version !== now) seen = { version: now, rows: Number(rows.get()?.['rows']) };
      return seen?.rows ?? 0;
    },
    close: () => db.close(),
  };
};

const bound = async (bindings: Container) => ({
  gateway: await bindings.getAsync(TOKENS.gateway),
  cases: await bindings.getAsync(TOKENS.useCases),
  bus: bindings.get(TOKENS.bus),
});

export const hostileGround = async (): Promise<HostileGround> => {
  const place = placeInFolder('sqlite');
  const config = testConfig(place.environment);
  const bindings = container(config);
  const logger = new RecordingLogger();
  bindings.rebind(TOKENS.logger).toConstantValue(logger);
  bindings.rebind(TOKENS.limiter).toConstantValue(unlimited);
  const { gateway, cases, bus } = await bound(bindings);
  let told = 0;
  const typing: TypingSignal[] = [];
  bus.subscribe((message) => {
    if (message.kind === 'typing') typing.push(message);
    else told += 1;
  });
  // It serves all transports, whichever of them its own clients come by.
  const door = await TRANSPORTS['plain ws']({ gateway, config, logger });
  const rows = rowCounter(config.dataDir);
  return {
    url: door.url ?? '',
    cases,
    errors: () => logger.entries.filter(({ level }) => level === 'error'),
    // Elsewhere typing may end by itself meanwhile.
    told: (id) => told + typing.filter(({ conversationId }) => conversationId === id).length,
    stored: () => rows.count(),
    stop: async () => {
      rows.close();
      await gateway.close();
      await door.close();
      await bindings.get(TOKENS.resources).close();
      await place.remove();
    },
  };
};
