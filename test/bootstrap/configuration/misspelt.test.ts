import { expect } from 'chai';
import { misspelt } from '../../../src/bootstrap/configuration/misspelt.js';
import { Variables } from '../../../src/bootstrap/configuration/variables.js';

const KNOWN = Object.keys(Variables.props);

describe('misspelt variables', () => {
  const NEAR: Readonly<Record<string, string>> = {
    STOER: 'STORE',
    MONGO_URI: 'MONGODB_URI',
    MONGODB_URL: 'MONGODB_URI',
    JWTSECRET: 'JWT_SECRET',
    CORS_ORIGIN: 'CORS_ORIGINS',
    CORS_ORGINS: 'CORS_ORIGINS',
    SOCKET_CORS_ORIGIN: 'SOCKET_CORS_ORIGINS',
    LOGLEVEL: 'LOG_LEVEL',
    NODE_EVN: 'NODE_ENV',
    PROT: 'PORT',
    port: 'PORT',
    RATE_MESAGES: 'RATE_MESSAGES',
  };

  for (const [variable, meant] of Object.entries(NEAR)) {
    it(`are such as ${variable}`, () => {
      expect(misspelt([variable], KNOWN)).to.deep.equal([{ variable, meant }]);
    });
  }

  it('are none that is ours', () => {
    expect(misspelt(KNOWN, KNOWN)).to.deep.equal([]);
  });

  it('are none that other programs have', () => {
    const others = [
      ...[
        'PATH',
        'HOME',
        'USER',
        'SHELL',
        'PWD',
        'OLDPWD',
        'TERM',
        'LANG',
        'LC_ALL',
        'TZ',
        'EDITOR',
      ],
      ...['HOSTNAME', 'HOSTTYPE', 'LOGNAME', 'MAIL', 'SHLVL', 'PAGER', 'DISPLAY', 'COLORTERM', '_'],
      ...[
        'NODE_OPTIONS',
        'NODE_PATH',
        'NODE_EXTRA_CA_CERTS',
        'npm_config_cache',
        'npm_package_name',
      ],
      ...[
        'INIT_CWD',
        'XDG_DATA_DIRS',
        'XDG_DATA_HOME',
        'SSH_AUTH_SOCK',
        'DATABASE_URL',
        'REDIS_URL',
      ],
      ...['KUBERNETES_PORT', 'KUBERNETES_SERVICE_HOST', 'API_KEY', 'DEBUG', 'CI', 'http_proxy'],
      ...['MONGOD_BINARY', 'CLAMD_BINARY', 'CHROMIUM_BINARY', 'REQUIRE_SERVICES', 'INVOCATION_ID'],
      ...['POSTGRES_HOST', 'SMTP_PORT', 'SMTP_HOST', 'SENTRY_DSN', 'AWS_REGION', 'JOURNAL_STREAM'],
    ];
    expect(misspelt(others, KNOWN)).to.deep.equal([]);
  });
});
