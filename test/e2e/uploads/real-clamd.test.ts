import { expect } from 'chai';
import type { ClamdAddress } from '../../../src/adapters/outbound/scanner/clamd-scan.js';
import { needsOwnClamd } from '../../services/clamd/needs-clamd.js';
import { LASTING_STORES, needsStore } from '../../support/bound-stores.js';
import { EICAR } from '../../support/eicar.js';
import { type FilesGround, filesGround } from '../support/files-ground.js';
import { png, type SentFile, text } from './sending-files.js';
import { type Visit, type Way, WAYS } from './scanned-ways.js';

/** It is found behind what a scan has in its first part, too. */
const BAD: SentFile = {
  name: 'invoice.txt',
  content: Buffer.concat([Buffer.alloc(200_000, 'x\n'), EICAR]),
};
const BARE: SentFile = { name: 'invoice.txt', content: EICAR };
const INFECTED = [
  ...[422, 'infected'],
  'invoice.txt is infected: Switchboard.Test.EICAR.UNOFFICIAL',
] as const;
const UNAVAILABLE = [503, 'unavailable', 'Service unavailable, please try again'] as const;

const asking = ({ host, port }: ClamdAddress, SCAN: 'required' | 'optional') => ({
  ...{ CLAMD_HOST: host, CLAMD_PORT: String(port) },
  SCAN,
});

for (const store of LASTING_STORES) {
  describe(`on ${store}`, () => {
    const fresh = needsStore(store);

    /** A server for each, and somebody in it who sends. */
    const visiting = async (
      clamd: ClamdAddress,
      scan: 'required' | 'optional',
      way: Way,
    ): Promise<{ readonly ground: FilesGround; readonly visit: Visit }> => {
      const ground = await filesGround(fresh(), asking(clamd, scan));
      return { ground, visit: await way.enter(ground.url) };
    };

    for (const [name, way] of Object.entries(WAYS)) {
      describe(`a real clamd, and ${name}`, () => {
        const clamd = needsOwnClamd();
        const leaving: (() => Promise<void>)[] = [];
        const enter = async (scan: 'required' | 'optional') => {
          const one = await visiting(clamd(), scan, way);
          leaving.push(async () => {
            one.visit.close();
            await one.ground.stop();
          });
          return one;
        };
        afterEach(async () => {
          for (const leave of leaving.splice(0)) await leave();
        });

        it('what it finds is refused by its name, kept nowhere and told to nobody, with all that came with it', async () => {
          const { ground, visit } = await enter('required');
          for (const files of [[BARE], [BAD], [png('a.png'), BAD], [BARE, png('a.png')]]) {
            expect(await visit.send(files)).to.deep.equal(way.refused(...INFECTED));
            expect(await ground.pieces()).to.equal(0);
            expect(await visit.stored()).to.equal(0);
          }
          expect(await visit.send([png('clean.png'), text('clean.txt')])).to.equal(null);
          expect(await visit.told()).to.deep.equal(['clean.png', 'clean.txt']);
          expect(await visit.stored()).to.equal(1);
          expect(await ground.pieces()).to.be.greaterThan(0);
          expect(ground.errors()).to.deep.equal([]);
        });

        it('that has ended lets nothing in where all must be scanned, and all where it may be', async () => {
          const [required, optional] = [await enter('required'), await enter('optional')];
          for (const { visit } of [required, optional]) {
            expect(await visit.send([BAD])).to.deep.equal(way.refused(...INFECTED));
            expect(await visit.send([text('before.txt')])).to.equal(null);
            expect(await visit.told()).to.deep.equal(['before.txt']);
          }
          const kept = await required.ground.pieces();
          await clamd().stop();
          expect(await required.visit.send([text('after.txt')])).to.deep.equal(
            way.refused(...UNAVAILABLE),
          );
          expect(await required.ground.pieces()).to.equal(kept);
          expect(await required.visit.stored()).to.equal(1);
          expect(await optional.visit.send([text('after.txt')])).to.equal(null);
          expect(await optional.visit.told()).to.deep.equal(['after.txt']);
          expect(await optional.visit.stored()).to.equal(2);
        });
      });
    }
  });
}
