import type { Client } from './client.js';
import type { Credentials } from './doors.js';
import type { Stage } from './stages.js';

export interface StagedClients<Frames, Answer> {
  stage(): Stage<Frames, Answer>;
  /** Whoever has come is gone after the test. */
  connect(credentials?: string | Credentials): Promise<Client<Frames, Answer>>;
}

/** Has the suite around it played on a stage, which is left after it. */
export const stagedClients = <Frames, Answer>(
  setup: () => Promise<Stage<Frames, Answer>>,
): StagedClients<Frames, Answer> => {
  let stage: Stage<Frames, Answer>;
  let clients: Client<Frames, Answer>[] = [];

  before(async () => {
    stage = await setup();
  });
  after(() => stage.leave());

  afterEach(() => {
    for (const client of clients) client.close();
    clients = [];
  });

  return {
    stage: () => stage,
    connect: async (credentials) => {
      const client = await stage.connect(credentials);
      clients.push(client);
      return client;
    },
  };
};
