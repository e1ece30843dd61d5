import { expect } from 'chai';
import { freePorts } from '../hosts/free-ports.js';
import { runMocha } from '../support/run-mocha.js';
import { needsOwnClamd } from './needs-clamd.js';

describe('a suite that needs clamd', () => {
  const clamd = needsOwnClamd();

  it('is given the one that CLAMD_HOST and CLAMD_PORT name', async () => {
    const { host, port } = clamd();
    const variables = { CLAMD_HOST: host, CLAMD_PORT: String(port) };
    const { output, code } = await runMocha('scanner-suite', variables);
    expect(output).to.contain('clamd: the server of CLAMD_HOST').and.contain('1 passing');
    expect(code).to.equal(0);
  });

  it('fails where nobody listens there', async () => {
    const [port = 0] = await freePorts(1);
    const variables = { CLAMD_HOST: '127.0.0.1', CLAMD_PORT: String(port) };
    const { output, code } = await runMocha('scanner-suite', variables);
    expect(output).to.contain(`CLAMD_HOST: nobody listens on 127.0.0.1:${port}`);
    expect(code).to.equal(1);
  });

  it('has one of its own otherwise', async () => {
    const { output, code } = await runMocha('scanner-suite');
    expect(output)
      .to.match(/clamd: ClamAV \d/)
      .and.contain('1 passing');
    expect(code).to.equal(0);
  });
});
