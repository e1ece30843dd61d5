import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as E from 'fp-ts/lib/Either.js';
import { expect } from 'chai';
import { expectRight } from '../../support/expect-either.js';
import { type TemporaryFolder, temporaryFolder } from '../../support/temporary-folder.js';
import { whyNot } from '../support/why-not.js';
import { madeOnce } from './made-once.js';

describe('what is made once', () => {
  let folder: TemporaryFolder;
  let made: number;

  const place = (): string => join(folder.path, 'cache', 'thing');

  const aFolder = (where: string): Promise<E.Either<string, string>> => {
    made += 1;
    const path = join(where, 'whole');
    mkdirSync(path);
    writeFileSync(join(path, 'file'), 'text');
    return Promise.resolve(E.right(path));
  };

  beforeEach(() => {
    folder = temporaryFolder();
    made = 0;
  });
  afterEach(() => folder.remove());

  it('is not made again', async () => {
    for (let times = 0; times < 2; times += 1) {
      expect(expectRight(await madeOnce(place(), aFolder))).to.equal(place());
    }
    expect(made).to.equal(1);
    expect(readFileSync(join(place(), 'file'), 'utf8')).to.equal('text');
  });

  it('is whole for all who make it at once, and nothing else is left', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => madeOnce(place(), aFolder)));
    expect(outcomes.map(expectRight)).to.deep.equal([place(), place(), place()]);
    expect(readdirSync(place())).to.deep.equal(['file']);
    expect(readdirSync(join(folder.path, 'cache'))).to.deep.equal(['thing']);
  });

  it('is none when it is not made, and nothing of it is left', async () => {
    const outcome = await madeOnce(place(), async (where) => {
      await aFolder(where);
      return E.left('no room');
    });
    expect(whyNot(outcome)).to.equal('no room');
    expect(readdirSync(join(folder.path, 'cache'))).to.deep.equal([]);
  });

  it('fails when it cannot be put there', async () => {
    const outcome = await madeOnce(place(), (where) =>
      Promise.resolve(E.right(join(where, 'nothing'))),
    ).catch((error: unknown) => String(error));
    expect(outcome).to.contain('ENOENT');
  });
});
