import type { StorePlace } from '../../support/bound-stores.js';
import { ANON_KEY, type SupabaseServer, supabaseServer } from '../../support/supabase-server.js';
import { blocks } from '../../docs/support/pages.js';
import { serve, serverEnvironment, type ServerProcess } from '../support/server-process.js';
import { token } from '../support/tokens.js';
import { DOCUMENT_002, textAt } from './document-items.js';

type Fields = Readonly<Record<string, unknown>>;

/** A server as document 002 has it set up, with its limits, and with somebody who signs people in. */
export interface Ground {
  readonly url: string;
  readonly supabase: SupabaseServer;
  /** The lines of its log so far. */
  logged(): readonly Fields[];
}

export type Check = (ground: Ground) => Promise<void>;

/** "Environment Setup", by name. */
export const ENVIRONMENT: Readonly<Record<string, string>> = Object.fromEntries(
  blocks(textAt(DOCUMENT_002, 'Environment Setup'), 'env')
    .join('')
    .trim()
    .split('\n')
    .map((line) => line.split('=') as [string, string]),
);

/** Has the suite around it run against `switchboard serve` on a store. */
export const startedServer = (place: () => StorePlace): Ground => {
  let where: StorePlace;
  let supabase: SupabaseServer;
  let server: ServerProcess;
  let log = '';

  before(async () => {
    where = place();
    supabase = await supabaseServer((sub, seconds) => token({ sub, role: 'agent' }, seconds));
    server = await serve({
      ...serverEnvironment(where.environment['DATA_DIR'] ?? ''),
      ...where.environment,
      ...ENVIRONMENT,
      ...{ RATE_MESSAGES: '30/60', RATE_STATUS: '10/60' },
      ...{ SUPABASE_URL: supabase.url, SUPABASE_ANON_KEY: ANON_KEY },
    });
    const output = server.child.stdout?.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    // What is piped nowhere any more is paused.
    output?.resume();
  });
  after(async () => {
    await server.kill('SIGKILL');
    await supabase.stop();
    await where.remove();
  });

  return {
    get url() {
      return server.url;
    },
    get supabase() {
      return supabase;
    },
    // The last line may not be whole yet.
    logged: () =>
      log
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line) as Fields),
  };
};
