import { spawn } from 'node:child_process';
import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from '../e2e/support/in-process-server.js';
import { token } from '../e2e/support/tokens.js';
import { blocks, page, section } from './support/pages.js';
import { Talker } from './support/talker.js';

/** Milliseconds: each line is a process of its own, and the machine may be busy. */
const PATIENCE = 30_000;

const [script = ''] = blocks(
  section(page('docs/dialects/livechat.md'), 'A conversation, from its opening to its rating'),
  'sh',
);

interface Answer {
  readonly message: string;
  readonly data: Readonly<Record<string, unknown>>;
}

describe('the conversation of docs/dialects/livechat.md', function () {
  this.timeout(2 * PATIENCE);

  let server: App;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  it('goes as the page has it', async () => {
    const own = script.replaceAll('http://127.0.0.1:3001', server.url);
    const env = {
      ...process.env,
      ALICE: token({ sub: 'alice', name: 'Alice Smith' }),
      ROOT: token({ sub: 'root', role: 'admin', name: 'Ruth Root' }),
    };
    const said = await new Talker(spawn('bash', ['-ec', own], { env }), PATIENCE).whole();
    const answers = said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    expect(answers.map(({ message }) => message)).to.deep.equal([
      'Conversations fetched',
      'Conversation claimed',
      'Reply sent',
      'Conversation retrieved',
      'Ticket created',
      'Conversations fetched',
      'Conversation closed',
      'Conversation rated',
      'Statistics fetched',
    ]);
    expect(answers[0]?.data).to.include({ total: 1 });
    expect(answers[5]?.data).to.include({ total: 1 });
    expect(answers[7]?.data['conversation']).to.include({
      status: 'closed',
      assigned_admin_name: 'Ruth Root',
      message_count: 2,
      satisfaction_rating: 5,
    });
    expect(answers[8]?.data).to.deep.include({
      open: 0,
      closed: 1,
      ratings: { average: 5, count: 1 },
    });
  });
});
