import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect } from 'chai';
import { originCheck } from '../../src/bootstrap/origins.js';

const request = (headers: Readonly<Record<string, string>>): IncomingMessage => {
  const message = new IncomingMessage(new Socket());
  Object.assign(message.headers, { host: 'chat.example', ...headers });
  return message;
};

describe('originCheck', () => {
  const production = originCheck({ allowed: ['https://shop.example'], allowLoopback: false });
  const development = originCheck({ allowed: [], allowLoopback: true });

  it('lets in what is no browser, its own pages, and those of listed sites', () => {
    expect(production(request({}))).to.equal(true);
    expect(production(request({ origin: 'https://chat.example' }))).to.equal(true);
    expect(production(request({ origin: 'https://shop.example' }))).to.equal(true);
  });

  for (const origin of [
    'https://evil.example',
    'https://shop.example.evil.example',
    'http://shop.example',
    'https://shop.example:8443',
    'http://localhost:5173',
    'null',
    'no origin at all',
  ]) {
    it(`refuses ${origin}`, () => {
      expect(production(request({ origin }))).to.equal(false);
    });
  }

  it('lets loopback pages in while developing, and no others', () => {
    for (const origin of ['http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:8080']) {
      expect(development(request({ origin }))).to.equal(true);
    }
    expect(development(request({ origin: 'http://localhost.evil.example' }))).to.equal(false);
  });
});
