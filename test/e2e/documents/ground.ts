import type { StorePlace } from '../../support/bound-stores.js';
import { openAsGuest } from '../support/guests.js';
import { conversationOf } from '../support/rest-client.js';
import { serve, serverEnvironment, type ServerProcess } from '../support/server-process.js';
import { connectSupportSocketio, type SupportSocketioClient } from '../support/support-clients.js';
import { someone, token } from '../support/tokens.js';

/** A server as it is started, and people who use it. */
export interface Ground {
  readonly url: string;
  /** Whoever has come is gone after the test. */
  enter(auth?: Record<string, unknown>): Promise<SupportSocketioClient>;
  /** A user, with a token and a conversation of his own. */
  user(): Promise<{
    readonly id: string;
    readonly bearer: string;
    readonly conversationId: string;
  }>;
  /** A guest, with his secret form and a conversation of his own. */
  guest(): Promise<{ readonly guestId: string; readonly conversationId: string }>;
  /** An admin’s token. */
  admin(): string;
  /** Ends the process and starts another on the same data and port. */
  restart(): Promise<void>;
}

/** Has the suite around it run against `switchboard serve` on a store; `more` of its environment is asked before it starts. */
export const startedServer = (
  place: () => StorePlace,
  more: () => Readonly<Record<string, string>> = () => ({}),
): Ground => {
  let where: StorePlace;
  let server: ServerProcess;
  const clients: SupportSocketioClient[] = [];

  const start = async (port: number): Promise<void> => {
    server = await serve({
      ...serverEnvironment(where.environment['DATA_DIR'] ?? '', port),
      ...where.environment,
      RATE_MESSAGES: '30/60',
      ...more(),
    });
  };

  before(async () => {
    where = place();
    await start(0);
  });
  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
  });
  after(async () => {
    await server.kill('SIGKILL');
    await where.remove();
  });

  return {
    get url() {
      return server.url;
    },
    enter: async (auth = {}) => {
      const client = await connectSupportSocketio(server.url, auth, { reconnectAfter: 50 });
      clients.push(client);
      return client;
    },
    user: async () => {
      const id = someone('user');
      const bearer = token({ sub: id, name: 'John Doe', email: 'user@example.com' });
      return { id, bearer, conversationId: await conversationOf(server.url, bearer) };
    },
    guest: async () => {
      const { guestId, conversationId } = await openAsGuest(server.url);
      return { guestId, conversationId };
    },
    admin: () => token({ sub: someone('admin'), role: 'admin', name: 'Admin Istrator' }),
    restart: async () => {
      await server.kill('SIGTERM');
      await start(Number(new URL(server.url).port));
    },
  };
};
