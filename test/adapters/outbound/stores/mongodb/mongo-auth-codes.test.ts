import { expect } from 'chai';
import { none, some } from 'fp-ts/lib/Option.js';
import { MongoClient } from 'mongodb';
import { COLLECTIONS } from '../../../../../src/adapters/outbound/stores/mongodb/schema.js';
import { type PersonKey, personKey } from '../../../../../src/domain/actor.js';
import { customer } from '../../../../support/actors.js';
import { answer } from '../../../../support/answer.js';
import { START } from '../../../../support/appends.js';
import { mongoFixture } from './support/mongo-fixture.js';

const ALICE = personKey(customer());

describe('codes that a node of the version before has kept in MongoDB', () => {
  const { node, uri } = mongoFixture();

  it('are redeemed, once, and are his who names himself', async () => {
    const { codes } = await node();
    const client = new MongoClient(uri());
    try {
      const keep = async (key: string, target: PersonKey | null, isBound: boolean) => {
        const code = { id: `code ${key}`, key, target, isBound, deviceInfo: null };
        expect(await answer(codes.keep(code, START))).to.equal('kept');
        // What that version did not write.
        const stored = client.db().collection(COLLECTIONS.codes);
        await stored.updateOne({ key }, { $unset: { target: '' } });
        const { key: _, ...redeemed } = code;
        return redeemed;
      };
      const bound = await keep('1', ALICE, true);
      expect(await answer(codes.redeem({ key: '1', by: ALICE }, START))).to.deep.equal(some(bound));
      expect(await answer(codes.redeem({ key: '1', by: ALICE }, START))).to.deep.equal(none);
      const owners = await keep('2', ALICE, false);
      // Whose it was is not known where nobody is named.
      expect(await answer(codes.redeem({ key: '2', by: null }, START))).to.deep.equal(
        some({ ...owners, target: null }),
      );
      const anybodys = await keep('3', null, false);
      expect(await answer(codes.redeem({ key: '3', by: ALICE }, START))).to.deep.equal(
        some(anybodys),
      );
    } finally {
      await client.close();
    }
  });
});
