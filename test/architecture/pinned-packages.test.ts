import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect } from 'chai';
import * as t from 'io-ts';
import { expectRight } from '../support/expect-either.js';
import { PROJECT } from './support/tree.js';

/** The Socket.IO transport leans on what these have inside, which no version of theirs promises. */
const PINNED = ['engine.io', 'socket.io', 'socket.io-parser', 'ws'];

const Manifest = t.type({ dependencies: t.record(t.string, t.string) });
const Package = t.type({ version: t.string });
const Lock = t.type({ packages: t.record(t.string, t.UnknownRecord) });

const read = <A>(codec: t.Type<A, unknown>, ...path: readonly string[]): A =>
  expectRight(codec.decode(JSON.parse(readFileSync(join(PROJECT, ...path), 'utf8'))));

describe('packages that are leaned on from inside', () => {
  const { dependencies } = read(Manifest, 'package.json');
  const { packages } = read(Lock, 'package-lock.json');

  for (const name of PINNED) {
    it(`pin ${name} to one version, which is installed`, () => {
      expect(dependencies[name]).to.match(/^\d+\.\d+\.\d+$/);
      const { version } = read(Package, 'node_modules', name, 'package.json');
      expect(version).to.equal(dependencies[name]);
    });

    it(`have ${name} in the tree once`, () => {
      const places = Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`));
      expect(places).to.deep.equal([`node_modules/${name}`]);
    });
  }

  it('share one ws', () => {
    const ours = createRequire(join(PROJECT, 'package.json'));
    for (const name of ['engine.io', 'socket.io-adapter', 'engine.io-client']) {
      const theirs = createRequire(ours.resolve(name));
      expect(theirs.resolve('ws'), name).to.equal(ours.resolve('ws'));
    }
  });
});
