import { expect } from 'chai';
import { examineKeySet } from '../../../../src/adapters/outbound/identity/examine-keys.js';
import {
  jwkOf,
  type KeySetServer,
  keySet,
  keySetServer,
  status,
} from '../../../support/key-set-server.js';
import { RSA } from './support/families.js';
import { NEVER } from '../../../support/never.js';

describe('doctor, of a key set', () => {
  let server: KeySetServer;
  beforeEach(async () => {
    server = await keySetServer(keySet());
  });
  afterEach(() => server.stop());

  it('says how many keys are in it', async () => {
    const key = jwkOf(RSA.publicKey);
    server.answer(keySet(key, key));
    const [found] = await examineKeySet(server.url)(NEVER);
    expect(found).to.include({ level: 'ok', says: 'JWKS_URL has a set of 2' });
  });

  it('fails of one without keys, which lets nobody in', async () => {
    const [found] = await examineKeySet(server.url)(NEVER);
    expect(found).to.include({ level: 'failed', says: 'JWKS_URL has a key set without keys' });
    expect(found?.advice).to.match(/^See JWKS_URL/);
  });

  it('fails of one that comes with a status which no server takes it with', async () => {
    server.answer((request, response) => {
      response.statusCode = 500;
      keySet(jwkOf(RSA.publicKey))(request, response);
    });
    const [found] = await examineKeySet(server.url)(NEVER);
    expect(found).to.include({ level: 'failed', says: 'JWKS_URL cannot be read: status 500' });
  });

  it('fails of what is none', async () => {
    server.answer(status(200));
    const [found] = await examineKeySet(server.url)(NEVER);
    expect(found).to.include({ level: 'failed', says: 'JWKS_URL has no key set' });
  });
});
