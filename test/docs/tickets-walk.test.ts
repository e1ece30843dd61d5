import { spawn } from 'node:child_process';
import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from '../e2e/support/in-process-server.js';
import { token } from '../e2e/support/tokens.js';
import { blocks, page, section } from './support/pages.js';
import { Talker } from './support/talker.js';

/** Milliseconds: each program is a process of its own, and the machine may be busy. */
const PATIENCE = 30_000;

const [script = ''] = blocks(
  section(page('docs/dialects/tickets.md'), 'A ticket, from its opening to the first answer'),
  'sh',
);

describe('the ticket of docs/dialects/tickets.md', function () {
  this.timeout(2 * PATIENCE);

  let server: App;
  before(async () => {
    server = await startServer();
  });
  after(() => server.stop());

  it('is answered as the page has it', async () => {
    const own = script.replaceAll('http://127.0.0.1:3001', server.url);
    const env = {
      ...process.env,
      ALICE: token({ sub: 'alice', name: 'Alice Smith' }),
      ROOT: token({ sub: 'root', role: 'admin', name: 'Ruth Root' }),
    };
    const said = await new Talker(spawn('bash', ['-ec', own], { env }), PATIENCE).whole();
    expect(said.trim().split('\n')).to.deep.equal([
      'Alice Smith: I have lost it',
      'Ruth Root: A new one is on its way',
    ]);
  });
});
