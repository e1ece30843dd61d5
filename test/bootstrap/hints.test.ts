import { createServer, type IncomingMessage, type Server } from 'node:http';
import { expect } from 'chai';
import { unreachableLinks, watchForProxies } from '../../src/bootstrap/hints.js';
import { RecordingLogger } from '../support/recording-logger.js';

describe('what a server hints at', () => {
  it('is that links lead nobody anywhere, in production without PUBLIC_URL', () => {
    const publicUrl = 'https://chat.example.com';
    expect(unreachableLinks({ isProduction: true, publicUrl: null })).to.contain('PUBLIC_URL');
    expect(unreachableLinks({ isProduction: true, publicUrl })).to.equal(null);
    expect(unreachableLinks({ isProduction: false, publicUrl: null })).to.equal(null);
  });

  describe('where a proxy stands before it', () => {
    let server: Server;
    let logger: RecordingLogger;
    beforeEach(() => {
      server = createServer();
      logger = new RecordingLogger();
    });

    const come = (event: string, headers: Partial<IncomingMessage['headers']>): void => {
      server.emit(event, { headers });
    };
    const forwarded = { 'x-forwarded-for': '10.0.0.1' };

    for (const event of ['request', 'upgrade']) {
      it(`is TRUST_PROXY, once, by the first ${event} that comes through it`, () => {
        watchForProxies(server, { trustProxy: 0 }, logger);
        come(event, {});
        expect(logger.entries).to.deep.equal([]);
        for (const each of ['request', event, 'upgrade']) come(each, forwarded);
        expect(logger.entries).to.have.length(1);
        expect(logger.entries[0]).to.include({ level: 'warn' });
        expect(logger.entries[0]?.message).to.contain('TRUST_PROXY is 0');
      });
    }

    it('is nothing where it was told of it', () => {
      watchForProxies(server, { trustProxy: 1 }, logger);
      come('request', forwarded);
      expect(logger.entries).to.deep.equal([]);
    });
  });
});
