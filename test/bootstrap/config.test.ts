import { expect } from 'chai';
import { isLeft, left } from 'fp-ts/lib/Either.js';
import { readConfig } from '../../src/bootstrap/config.js';
import { DIALECTS } from '../../src/bootstrap/dialects.js';
import { STORES } from '../../src/bootstrap/stores.js';
import { TRANSPORTS } from '../../src/bootstrap/transports.js';
import { ALLOWED_TYPES } from '../../src/application/files/allowed-types.js';
import { expectRight } from '../support/expect-either.js';

const MIB = 1024 * 1024;

const problems = (environment: Readonly<Record<string, string>>): readonly string[] => {
  const config = readConfig(environment);
  return isLeft(config) ? config.left : [];
};

describe('readConfig', () => {
  it('takes kinds of files, and the address that clients reach it by', () => {
    const environment = {
      UPLOAD_TYPES: 'Image/PNG, text/*',
      PUBLIC_URL: 'https://chat.example.com/base/',
      UPLOAD_MEMORY: '64',
    };
    expect(expectRight(readConfig(environment))).to.deep.include({
      uploadTypes: ['image/png', 'text/*'],
      publicUrl: 'https://chat.example.com/base',
      uploadMemory: 64 * 1024 * 1024,
    });
    for (const wrong of ['png', '*/*', 'image/', 'image/png;q=1', ',']) {
      expect(problems({ UPLOAD_TYPES: wrong })).to.deep.equal([
        'UPLOAD_TYPES must be a list of MIME types, such as image/*,application/pdf',
      ]);
    }
    for (const wrong of [
      'chat.example.com',
      'ftp://x',
      'https://u:p@x',
      'https://x/?a',
      'https://x/#b',
    ]) {
      expect(problems({ PUBLIC_URL: wrong })).to.deep.equal([
        'PUBLIC_URL must be an http or https URL, with nothing behind its path',
      ]);
    }
  });

  it('takes who renews sessions whole, and in production by https alone', () => {
    const url = 'https://project.supabase.test';
    const whole = { SUPABASE_URL: `${url}/`, SUPABASE_ANON_KEY: 'key' };
    expect(expectRight(readConfig(whole)).supabase).to.deep.equal({ url, anonKey: 'key' });
    expect(problems({ SUPABASE_URL: url })).to.deep.equal([
      'SUPABASE_ANON_KEY must be set beside SUPABASE_URL',
    ]);
    expect(problems({ SUPABASE_ANON_KEY: 'key' })).to.deep.equal([
      'SUPABASE_URL must be set beside SUPABASE_ANON_KEY',
    ]);
    expect(problems({ ...whole, SUPABASE_ANON_KEY: 'a key' })).to.deep.equal([
      'SUPABASE_ANON_KEY must be a key of printable ASCII characters without blanks',
    ]);
    const production = { ...whole, NODE_ENV: 'production', JWT_SECRET: 'x'.repeat(32) };
    expect(problems({ ...production, SUPABASE_URL: 'http://project.test' })).to.deep.equal([
      'SUPABASE_URL must be https in production, save on this machine itself (127.0.0.1)',
    ]);
    expect(problems({ ...production, SUPABASE_URL: 'http://127.0.0.1:9999' })).to.deep.equal([]);
  });

  it('shows what it tells of sockets', () => {
    for (const [level, shown] of [
      ['silent', 'debug'],
      ['trace', 'trace'],
    ]) {
      const environment = { SOCKET_DEBUG: 'true', LOG_LEVEL: level ?? '' };
      const { socketDebug, logLevel } = expectRight(readConfig(environment));
      expect([socketDebug, logLevel]).to.deep.equal([true, shown]);
    }
    expect(problems({ SOCKET_DEBUG: 'yes' })).to.deep.equal([
      'SOCKET_DEBUG must be one of: true, false',
    ]);
  });

  it('takes the name of a cookie, which has no blanks and no separators', () => {
    const { signInCookies } = expectRight(readConfig({ AUTH_COOKIE: 'my.app-token' }));
    expect(signInCookies).to.deep.include({ access: 'my.app-token' });
    for (const wrong of ['my token', 'a;b', 'a=b', 'ü']) {
      expect(
        problems({ AUTH_COOKIE: wrong, AUTH_REFRESH_COOKIE: `${wrong} ` + wrong }),
      ).to.deep.equal([
        "AUTH_COOKIE must be a cookie's name of at most 128 characters",
        "AUTH_REFRESH_COOKIE must be a cookie's name of at most 128 characters",
      ]);
    }
  });

  it('takes no name of a cookie twice, nor one that is too long', () => {
    expect(problems({ AUTH_COOKIE: 'sb-refresh-token' })).to.deep.equal([
      'AUTH_COOKIE and AUTH_REFRESH_COOKIE must not be the same cookie',
    ]);
    expect(problems({ AUTH_COOKIE: 'same', AUTH_REFRESH_COOKIE: 'same' })).to.deep.equal([
      'AUTH_COOKIE and AUTH_REFRESH_COOKIE must not be the same cookie',
    ]);
    for (const name of ['AUTH_COOKIE', 'AUTH_REFRESH_COOKIE']) {
      expect(problems({ [name]: 'guest_id' })).to.deep.equal([
        `${name} must not be guest_id, which is the cookie of guests`,
      ]);
      expect(problems({ [name]: 'x'.repeat(129) })).to.deep.equal([
        `${name} must be a cookie's name of at most 128 characters`,
      ]);
      expectRight(readConfig({ [name]: 'x'.repeat(128) }));
    }
  });

  it('has a default for everything in development', () => {
    expect(expectRight(readConfig({}))).to.deep.equal({
      port: 3001,
      host: '127.0.0.1',
      publicUrl: null,
      dataDir: './data',
      store: 'sqlite',
      mongodbUri: null,
      tokenKeys: { kind: 'development' },
      serverSecret: null,
      jwtIssuer: null,
      jwtAudience: null,
      clockTolerance: 5,
      signInCookies: { access: 'sb-access-token', refresh: 'sb-refresh-token' },
      supabase: null,
      dialects: DIALECTS,
      transports: TRANSPORTS,
      corsOrigins: [],
      appKeys: [],
      ticketPrefix: 'SMI',
      uploadTypes: ALLOWED_TYPES,
      uploadMemory: 256 * 1024 * 1024,
      trustProxy: 0,
      rates: {
        messages: { limit: 30, seconds: 60 },
        statuses: { limit: 10, seconds: 60 },
        connections: { limit: 60, seconds: 60 },
        codeFailures: { limit: 20, seconds: 900 },
        ticketFailures: { limit: 20, seconds: 900 },
      },
      clamd: null,
      mustScan: false,
      heartbeatInterval: 25_000,
      heartbeatTimeout: 60_000,
      socketDebug: false,
      misspelt: [],
      logFormat: null,
      isTextInert: true,
      logLevel: 'info',
      metricsToken: null,
      isProduction: false,
    });
  });

  it('takes every store, dialect and transport that is bound, and says which those are', () => {
    const MONGODB_URI = 'mongodb://127.0.0.1/chats';
    for (const store of STORES)
      expect(expectRight(readConfig({ STORE: store, MONGODB_URI }))).to.include({ store });
    const lists = { DIALECTS: DIALECTS.join(','), TRANSPORTS: TRANSPORTS.join(',') };
    const { dialects, transports } = expectRight(readConfig(lists));
    expect({ dialects, transports }).to.deep.equal({ dialects: DIALECTS, transports: TRANSPORTS });
    expect(problems({ STORE: 'x', DIALECTS: 'x', TRANSPORTS: 'x' })).to.deep.equal([
      `STORE must be one of: ${STORES.join(', ')}`,
      `DIALECTS must be a list of: ${DIALECTS.join(', ')}`,
      `TRANSPORTS must be a list of: ${TRANSPORTS.join(', ')}`,
    ]);
  });

  it('takes the keys of apps as they come in a header, and is not open to all for want of one', () => {
    expect(expectRight(readConfig({ APP_KEYS: ' k1 ,key-2,' })).appKeys).to.deep.equal([
      'k1',
      'key-2',
    ]);
    expect(expectRight(readConfig({ APP_KEYS: '' })).appKeys).to.deep.equal([]);
    for (const keys of [',', ' ', 'k 1', 'clé']) {
      expect(problems({ APP_KEYS: keys }), keys).to.deep.equal([
        'APP_KEYS must be a list of keys of printable ASCII characters without blanks',
      ]);
    }
  });

  it('takes what numbers of tickets begin with, in capitals', () => {
    expect(expectRight(readConfig({ TICKET_PREFIX: ' HELP2 ' })).ticketPrefix).to.equal('HELP2');
    for (const prefix of ['smi', '2SMI', 'S-I', 'ABCDEFGHIJK', 'É']) {
      expect(problems({ TICKET_PREFIX: prefix }), prefix).to.deep.equal([
        'TICKET_PREFIX must be 1 to 10 capital letters and digits, the first a letter',
      ]);
    }
  });

  it('asks for the URI of a MongoDB where that is the store', () => {
    for (const uri of [{}, { MONGODB_URI: '' }]) {
      expect(problems({ STORE: 'mongodb', ...uri })).to.deep.equal([
        'MONGODB_URI must be set where STORE is mongodb',
      ]);
    }
    const MONGODB_URI = 'mongodb://127.0.0.1/chats';
    const config = expectRight(readConfig({ STORE: 'mongodb', MONGODB_URI }));
    expect(config.mongodbUri).to.equal(MONGODB_URI);
  });

  for (const [title, environment, clamd, mustScan] of [
    ['nobody scans', {}, null, false],
    ['nobody scans where he must not', { SCAN: 'off' }, null, false],
    [
      'clamd scans where it is, and has to',
      { CLAMD_HOST: 'scan' },
      { host: 'scan', port: 3310 },
      true,
    ],
    [
      'clamd scans elsewhere, and has to',
      { CLAMD_HOST: 'scan', CLAMD_PORT: '4000', SCAN: 'required' },
      { host: 'scan', port: 4000 },
      true,
    ],
    [
      'clamd scans while it can',
      { CLAMD_HOST: 'scan', SCAN: 'optional' },
      { host: 'scan', port: 3310 },
      false,
    ],
    ['clamd is there and scans nothing', { CLAMD_HOST: 'scan', SCAN: 'off' }, null, false],
  ] as const) {
    it(`tells whether files are scanned: ${title}`, () => {
      const config = expectRight(readConfig(environment));
      expect(config).to.deep.include({ clamd, mustScan });
    });
  }

  it('gives large frames a third of the heap at most', () => {
    const room = (heap: number, environment = {}): number =>
      expectRight(readConfig(environment, heap * MIB)).uploadMemory / MIB;
    expect(room(4_000)).to.equal(256);
    expect(room(768)).to.equal(256);
    expect(room(300)).to.equal(100);
    expect(room(40)).to.equal(32);
    expect(room(4_000, { UPLOAD_MEMORY: '1000' })).to.equal(1_000);
    expect(room(300, { UPLOAD_MEMORY: '100' })).to.equal(100);
    expect(room(300, { UPLOAD_MEMORY: '' })).to.equal(100);
    expect(readConfig({ UPLOAD_MEMORY: '101' }, 300 * MIB)).to.deep.equal(
      left(["UPLOAD_MEMORY must be at most 100, a third of V8's heap (see --max-old-space-size)"]),
    );
    expect(problems({ UPLOAD_MEMORY: '31' })).to.deep.equal([
      'UPLOAD_MEMORY must be a whole number from 32 to 65536',
    ]);
  });

  it('wants to know where files are scanned', () => {
    for (const SCAN of ['optional', 'required']) {
      for (const host of [{}, { CLAMD_HOST: '' }]) {
        expect(problems({ SCAN, ...host })).to.deep.equal([
          `CLAMD_HOST must be set where SCAN is ${SCAN}`,
        ]);
      }
    }
    expect(problems({ SCAN: 'always' })).to.deep.equal([
      'SCAN must be one of: off, optional, required',
    ]);
    expect(problems({ CLAMD_HOST: 'scan', CLAMD_PORT: '0' })).to.deep.equal([
      'CLAMD_PORT must be a whole number from 1 to 65535',
    ]);
  });

  it('takes hosts by their names and addresses, and nothing else for one', () => {
    for (const host of ['scan', 'scan.example.com', '10.0.0.1', '::1', 'fe80::1%eth0']) {
      expect(expectRight(readConfig({ HOST: host, CLAMD_HOST: host }))).to.include({ host });
    }
    for (const host of ['http://scan', 'a b', '"', 'scan:3310', '127.0.0.1:80', '[::1]', 'scan/']) {
      expect(problems({ HOST: host, CLAMD_HOST: host }), host).to.deep.equal(
        ['HOST', 'CLAMD_HOST'].map(
          (name) => `${name} must be a host's name or address, with no scheme and no port`,
        ),
      );
    }
  });

  it('takes a rate as a count and seconds, or none at all', () => {
    const { rates } = expectRight(readConfig({ RATE_MESSAGES: '5/1', RATE_CONNECTIONS: 'off' }));
    expect(rates).to.deep.include({ messages: { limit: 5, seconds: 1 }, connections: null });
    const odd = [
      '0/60',
      '30/0',
      '30',
      '30/',
      '/60',
      '-1/60',
      '1.5/60',
      '30/60/60',
      '1/2000001',
      'on',
    ];
    for (const RATE_MESSAGES of odd) {
      expect(problems({ RATE_MESSAGES }), RATE_MESSAGES).to.deep.equal([
        'RATE_MESSAGES must be a count and seconds such as 30/60 (1 to 2000000 seconds), or off',
      ]);
    }
  });

  it('names every variable that is wrong, at once', () => {
    const found = problems({
      PORT: '65536',
      STORE: 'mysql',
      JWT_SECRET: 'short',
      DIALECTS: 'support,klingon',
      TRANSPORTS: 'pigeon',
      CORS_ORIGINS: 'example.com',
      APP_KEYS: ' , ',
      TICKET_PREFIX: 'smi',
      TRUST_PROXY: 'yes',
      RATE_MESSAGES: 'few',
      RATE_CONNECTIONS: 'few',
      SOCKET_HEARTBEAT_INTERVAL: 'often',
      LOG_LEVEL: 'loud',
      METRICS_TOKEN: 'short',
    });
    expect(found.map((problem) => problem.split(' ')[0])).to.have.members([
      'PORT',
      'STORE',
      'JWT_SECRET',
      'DIALECTS',
      'TRANSPORTS',
      'CORS_ORIGINS',
      'APP_KEYS',
      'TICKET_PREFIX',
      'TRUST_PROXY',
      'RATE_MESSAGES',
      'RATE_CONNECTIONS',
      'SOCKET_HEARTBEAT_INTERVAL',
      'LOG_LEVEL',
      'METRICS_TOKEN',
    ]);
  });

  it('names every origin that is wrong, at once', () => {
    const [found = ''] = problems({ CORS_ORIGINS: 'one.example,https://fine.example,two.example' });
    expect(found).to.contain('"one.example"').and.to.contain('"two.example"');
    expect(found).to.not.contain('fine.example');
  });

  it('starts in production with a secret, and not without', () => {
    expect(problems({ NODE_ENV: 'production' })).to.deep.equal([
      'JWT_SECRET must be set in production, to at least 32 bytes, or JWT_PUBLIC_KEY or JWKS_URL instead',
    ]);
    const secret = 'x'.repeat(32);
    const config = expectRight(readConfig({ NODE_ENV: 'production', JWT_SECRET: secret }));
    expect(config).to.deep.include({ tokenKeys: { kind: 'secret', secret }, isProduction: true });
  });

  it('refuses a secret that is too short, by bytes', () => {
    expect(problems({ JWT_SECRET: 'x'.repeat(31) })).to.have.lengthOf(1);
    const secret = 'é'.repeat(16);
    const { tokenKeys } = expectRight(readConfig({ JWT_SECRET: secret }));
    expect(tokenKeys).to.deep.equal({ kind: 'secret', secret });
  });

  it('says what contradicts itself beside what cannot be read', () => {
    const found = problems({
      PORT: 'x',
      NODE_ENV: 'production',
      SOCKET_HEARTBEAT_TIMEOUT: '10',
    });
    expect(found.map((problem) => problem.split(' ')[0])).to.deep.equal([
      'PORT',
      'JWT_SECRET',
      'SOCKET_HEARTBEAT_TIMEOUT',
    ]);
  });

  it('takes no blank for a name, and no environment that it does not know', () => {
    const found = problems({ HOST: ' ', JWT_ISSUER: ' ', NODE_ENV: 'prod' });
    expect(found.map((problem) => problem.split(' ')[0])).to.have.members([
      'HOST',
      'JWT_ISSUER',
      'NODE_ENV',
    ]);
  });

  it('takes lists with spaces, and an empty variable as none', () => {
    const config = expectRight(
      readConfig({
        TRANSPORTS: 'ws, http',
        CORS_ORIGINS: 'https://a.example, https://b.example',
        SOCKET_CORS_ORIGINS: 'http://localhost:5173',
        PORT: '',
      }),
    );
    expect(config.transports).to.deep.equal(['http', 'ws']);
    expect(config.corsOrigins).to.deep.equal([
      'https://a.example',
      'https://b.example',
      'http://localhost:5173',
    ]);
    expect(config.port).to.equal(3001);
  });

  it('wants the heartbeat to time out after it has beaten', () => {
    const found = problems({ SOCKET_HEARTBEAT_INTERVAL: '1000', SOCKET_HEARTBEAT_TIMEOUT: '1000' });
    expect(found).to.deep.equal([
      'SOCKET_HEARTBEAT_TIMEOUT must be longer than SOCKET_HEARTBEAT_INTERVAL',
    ]);
  });
});
