import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { expectRight } from '../../support/expect-either.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { script } from '../support/scripts.js';
import { whyNot } from '../support/why-not.js';
import { type DebianPackage, debianPackage } from './debian-package.js';

const SERVER: DebianPackage = { name: 'server', path: 'usr/sbin/serverd', megabytes: 3 };

/** Finds the folder that an option of apt names. */
const FOLDER_OF = (option: string): string =>
  `"$(echo " $*" | sed 's/.* ${option}=\\([^ ]*\\).*/\\1/')"`;

describe('a program that a package of Debian has', () => {
  let folder: TemporaryFolder;
  let told: string[];

  const cache = (): string => join(folder.path, 'deep', 'cache');
  const bin = (): string => join(folder.path, 'bin');

  /** With an apt that knows one package, and a library that it needs. */
  const fetch = (changes: Partial<DebianPackage> = {}, path = `${bin()}:/usr/bin:/bin`) =>
    debianPackage(
      { ...SERVER, ...changes },
      { environment: { PATH: path }, cache: cache(), tell: (line) => told.push(line) },
    )();

  beforeEach(() => {
    folder = temporaryFolder();
    told = [];
    mkdirSync(bin());
    script(
      bin(),
      'apt-get',
      '[ "$1" = --version ] && exec echo apt',
      `lists=${FOLDER_OF('Dir::State::Lists')}`,
      `archives=${FOLDER_OF('Dir::Cache::Archives')}`,
      'case "$*" in',
      '  *" update") exec touch "$lists/signed" ;;',
      '  *" --download-only "*" server") [ -e "$lists/signed" ] && touch "$archives/server.deb" "$archives/lib.deb" ;;',
      '  *) echo "no such package" >&2; exit 100 ;;',
      'esac',
    );
    script(
      bin(),
      'dpkg-deb',
      '[ "$1" = --version ] && exec echo dpkg',
      '[ "$1" = --extract ] || exit 1',
      'case "$2" in',
      '  */lib.deb) mkdir -p "$3/usr/lib/some-machine"; touch "$3/usr/lib/some-machine/lib.so" ;;',
      '  *) mkdir -p "$3/usr/sbin"',
      '     echo "#!/bin/sh" > "$3/usr/sbin/serverd"',
      '     echo "[ -e \\"\\${LD_LIBRARY_PATH%%/:*}/lib.so\\" ] && echo \\"server 4 \\$*\\"" >> "$3/usr/sbin/serverd"',
      '     chmod +x "$3/usr/sbin/serverd" ;;',
      'esac',
    );
  });
  afterEach(() => folder.remove());

  it('is fetched, with a line that says so, and run with the libraries that came with it', async () => {
    const { origin } = expectRight(await fetch());
    expect(origin).to.match(/^server 4 --version, .*\/run, from server of Debian$/);
    expect(told).to.deep.equal(['fetching server of Debian by apt, 3 MB at most, once']);
  });

  it('is asked for its version as it wants to be', async () => {
    const { origin } = expectRight(await fetch({ versionArguments: ['-V', 'please'] }));
    expect(origin).to.match(/^server 4 -V please, /);
  });

  it('is fetched once: later no apt is needed, and nothing that it fetched is left', async () => {
    expectRight(await fetch());
    expectRight(await fetch({}, '/usr/bin:/bin'));
    expect(told).to.have.lengthOf(1);
    const [place = ''] = readdirSync(cache());
    expect(readdirSync(join(cache(), place))).to.have.members(['run', 'usr']);
  });

  it('is none without apt', async () => {
    const why = whyNot(await fetch({}, folder.path));
    expect(why).to.equal('there is no apt-get to fetch one with');
  });

  it('is none when apt has no list that is signed', async () => {
    script(bin(), 'apt-get', 'case "$*" in *update) echo "E: not signed" >&2; exit 100;; esac');
    expect(whyNot(await fetch())).to.equal('apt has no lists: E: not signed');
    expect(readdirSync(cache())).to.deep.equal([]);
  });

  it('is none when apt does not find it', async () => {
    const why = whyNot(await fetch({ name: 'other' }));
    expect(why).to.equal('apt did not fetch other: no such package');
    expect(readdirSync(cache())).to.deep.equal([]);
  });

  it('is none when it cannot be unpacked', async () => {
    script(bin(), 'dpkg-deb', '[ "$1" = --version ] || { echo "no archive" >&2; exit 2; }');
    expect(whyNot(await fetch())).to.match(/lib\.deb is not unpacked: no archive$/);
    expect(existsSync(join(cache(), 'debian-server'))).to.equal(false);
  });

  it('is none when the package has it elsewhere', async () => {
    const why = whyNot(await fetch({ path: 'usr/bin/server' }));
    expect(why).to.equal('server has no usr/bin/server');
  });
});
