import { expect } from 'chai';
import { until } from '../support/until.js';
import { rest } from './support/rest-client.js';
import { runningServers } from './support/running-servers.js';
import { serverEnvironment } from './support/server-process.js';

/** Loaded into a server before all that is its own: a signal has a promise fail that nobody waits for, another one throws. */
const PLANTED = `
  process.on('SIGUSR2', () => Promise.reject(new Error('planted')));
  process.on('SIGHUP', () => { throw new Error('planted'); });
`;

describe('a defect in a server', () => {
  const servers = runningServers();

  it('is logged; it goes on after a rejection, and ends after an exception', async () => {
    const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(PLANTED)}`;
    const environment = { ...serverEnvironment(servers.path), NODE_OPTIONS };
    const server = await servers.start(environment);
    server.child.kill('SIGUSR2');
    await until(() => server.output().includes('"msg":"a rejection was not handled"'));
    expect((await rest(server.url, '/api/support/conversation', 'no token')).status).to.equal(401);
    expect(await server.kill('SIGHUP')).to.equal(1);
    expect(server.output()).to.contain('"msg":"an exception was not caught"');
  });
});
