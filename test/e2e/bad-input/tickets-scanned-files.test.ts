import { expect } from 'chai';
import { STORES } from '../../../src/bootstrap/stores.js';
import { needsStore } from '../../support/bound-stores.js';
import { EICAR, type EicarClamd, eicarClamd } from '../support/eicar-clamd.js';
import { type FilesGround, filesGround } from '../support/files-ground.js';
import { CONNECTIONS, countOf, expectRefused, fileOf, sender, taken } from './file-senders.js';

const letter = fileOf('letter.txt', 'Dear support,');
const bad = fileOf('../harm\u0000less.txt', `${'x'.repeat(200_000)}${EICAR}`, 'image/png');

for (const store of STORES) {
  describe(`on ${store}`, () => {
    const fresh = needsStore(store);

    describe('tickets: files that are scanned', () => {
      let clamd: EicarClamd;
      let ground: FilesGround;

      const start = async (environment: Readonly<Record<string, string>> = {}): Promise<void> => {
        ground = await filesGround(fresh(), { ...clamd.environment, ...environment });
      };

      beforeEach(async () => {
        clamd = await eicarClamd();
      });
      afterEach(async () => {
        await ground.stop();
        await clamd.stop();
      });

      for (const [way, connect] of Object.entries(CONNECTIONS)) {
        it(`one that is malicious is refused by its name and kept nowhere, with all that came with it, over ${way}`, async () => {
          await start();
          const by = await sender(ground, connect);
          for (const files of [[bad], [letter, bad], [bad, letter]]) {
            await expectRefused(by, files, ['infected', /^harmless\.txt /]);
          }
          await taken(by, [letter]);
          expect(await countOf(by)).to.equal(1);
          by.client.close();
        });

        it(`nothing is taken while nobody scans, and all that is clean afterwards, over ${way}`, async () => {
          await start({ SCAN: 'required' });
          const by = await sender(ground, connect);
          await clamd.stop();
          await expectRefused(by, [letter], ['unavailable', /try again/]);
          const text = { ticketId: by.ticketId, message: 'Hello' };
          expect(await by.client.request('send_message', text)).to.have.all.keys('data');
          expect(await countOf(by)).to.equal(1);
          by.client.close();
        });
      }

      it('where that may be, what nobody has scanned is taken', async () => {
        await start({ SCAN: 'optional' });
        const by = await sender(ground, CONNECTIONS['ws'] ?? expect.fail);
        await expectRefused(by, [bad], ['infected', /^harmless\.txt /]);
        await clamd.stop();
        await taken(by, [letter]);
        by.client.close();
      });
    });
  });
}
