import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { expect } from 'chai';
import * as t from 'io-ts';
import { parse } from 'yaml';
import { PROJECT } from '../architecture/support/tree.js';
import { readConfig } from '../../src/bootstrap/config.js';
import { IMAGE } from '../services/mongodb/mongod.js';
import { expectRight } from '../support/expect-either.js';
import { stages } from './dockerfile.js';

const Service = t.partial({
  image: t.string,
  build: t.string,
  environment: t.record(t.string, t.string),
  volumes: t.array(t.string),
  depends_on: t.record(t.string, t.type({ condition: t.string })),
  healthcheck: t.type({ test: t.array(t.string) }),
});
const Compose = t.type({ services: t.record(t.string, Service), volumes: t.UnknownRecord });

const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

const { services, volumes } = expectRight(Compose.decode(parse(read('compose.yaml'))));

/** As compose fills in what stands in braces, with a secret alone set, or a token too. */
const filledIn = (value: string, metricsToken = ''): string =>
  value
    .replace(/^\$\{JWT_SECRET:\?.*\}$/, 'x'.repeat(48))
    .replace(/^\$\{PUBLIC_URL:-(.*)\}$/, '$1')
    .replace(/^\$\{METRICS_TOKEN:-\}$/, metricsToken);

const exposed = stages()
  .flatMap(({ instructions }) => instructions)
  .find(({ name }) => name === 'EXPOSE')?.args;

const saysWhetherHealthy = (name: string): boolean => {
  const { build, healthcheck } = services[name] ?? {};
  return healthcheck !== undefined || (build === '.' && read('Dockerfile').includes('HEALTHCHECK'));
};

describe('compose.yaml', () => {
  it('names services, folders and files that are there', () => {
    for (const { depends_on: needed = {}, volumes: mounted = [] } of Object.values(services)) {
      for (const [name, { condition }] of Object.entries(needed)) {
        expect(condition).to.equal('service_healthy');
        expect(saysWhetherHealthy(name), name).to.equal(true);
      }
      for (const [source = ''] of mounted.map((one) => one.split(':'))) {
        const isThere = source.startsWith('.')
          ? existsSync(join(PROJECT, source))
          : source in volumes;
        expect(isThere, source).to.equal(true);
      }
    }
  });

  it('has one server, configured for production, behind one proxy', () => {
    const environment = services['server']?.environment ?? {};
    const filled = Object.entries(environment).map(
      ([name, value]) => [name, filledIn(value)] as const,
    );
    const config = readConfig({ NODE_ENV: 'production', ...Object.fromEntries<string>(filled) });
    expect(expectRight(config)).to.deep.include({
      isProduction: true,
      store: 'mongodb',
      trustProxy: 1,
      mongodbUri: 'mongodb://mongodb:27017/switchboard?replicaSet=rs0',
    });
    expect(read('deploy/compose/nginx.conf').match(/^ +server \S+;/gm)).to.deep.equal([
      `  server server:${exposed ?? ''};`,
    ]);
  });

  it('passes on whose token may read metrics, which nobody may without one', () => {
    const passedOn = services['server']?.environment?.['METRICS_TOKEN'] ?? '';
    const environment = { JWT_SECRET: 'x'.repeat(48) };
    for (const [given, understood] of [
      ['', null],
      ['token-of-prometheus', 'token-of-prometheus'],
    ] as const) {
      const config = readConfig({ ...environment, METRICS_TOKEN: filledIn(passedOn, given) });
      expect(expectRight(config)).to.deep.include({ metricsToken: understood });
    }
  });

  describe('has a MongoDB', () => {
    const [, , , , script = ''] = services['mongodb']?.healthcheck?.test ?? [];

    /** What the check does where the set is made or not, and has a primary or not. */
    const check = (isMade: boolean, isWritablePrimary: boolean) => {
      const done: unknown[] = [];
      const status = (): void => {
        if (!isMade) throw new Error('no replset config has been received');
      };
      runInNewContext(script, {
        rs: { status, initiate: (set: unknown) => done.push(JSON.parse(JSON.stringify(set))) },
        db: { hello: () => ({ isWritablePrimary }) },
        quit: (code: number) => done.push(code),
      });
      return done;
    };

    it('of the version that the tests run on', () => {
      expect(services['mongodb']?.image).to.equal(IMAGE);
    });

    it('which becomes a replica set once, of the name that the server looks for', () => {
      const set = { _id: 'rs0', members: [{ _id: 0, host: 'mongodb:27017' }] };
      expect(check(false, false)).to.deep.equal([set, 1]);
      expect(check(true, false)).to.deep.equal([1]);
      expect(check(true, true)).to.deep.equal([]);
    });
  });
});
