/** A suite for a mocha of its own. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { needsClamd } from '../../clamd/needs-clamd.js';

describe('a suite', () => {
  const clamd = needsClamd();

  it('is answered', async () => {
    const socket = connect({ ...clamd() });
    socket.write('zPING\0');
    expect(await text(socket)).to.equal('PONG\0');
  });
});
