import { expect } from 'chai';
import type { Presence } from '../../src/application/ports/presence.js';
import type { PersonKey } from '../../src/domain/actor.js';
import { expectRight } from '../support/expect-either.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

const ANN: PersonKey = 'staff:ann';
const BOB: PersonKey = 'staff:bob';

/** That whoever is connected is known to be, and nobody else. */
export const describePresenceContract = (options: ContractOptions<Presence>): void => {
  describe(`Presence: ${options.name}`, () => {
    const presence = eachTime(options);

    const online = async (...people: readonly PersonKey[]): Promise<readonly PersonKey[]> =>
      [...expectRight(await presence().online(people)())].sort();

    it('knows nobody before he has come', async () => {
      expect(await online(ANN, BOB)).to.deep.equal([]);
      expect(await online()).to.deep.equal([]);
    });

    it('knows who is there, of those that it is asked for', async () => {
      presence().arrived(ANN);
      expect(await online(ANN, BOB)).to.deep.equal([ANN]);
      expect(await online(BOB)).to.deep.equal([]);
      presence().arrived(BOB);
      expect(await online(BOB, ANN)).to.deep.equal([ANN, BOB]);
    });

    it('has somebody there until all who came as him have gone', async () => {
      const departures = [1, 2, 3].map(() => presence().arrived(ANN));
      for (const depart of departures) {
        expect(await online(ANN)).to.deep.equal([ANN]);
        depart();
      }
      expect(await online(ANN)).to.deep.equal([]);
      presence().arrived(ANN);
      expect(await online(ANN)).to.deep.equal([ANN]);
    });

    it('lets each of them go once, however often he says so', async () => {
      const depart = presence().arrived(ANN);
      presence().arrived(ANN);
      for (const _ of [1, 2, 3]) depart();
      expect(await online(ANN)).to.deep.equal([ANN]);
    });

    it('takes nobody for another: not one of the same id, nor one whose name is a part of his', async () => {
      const alike: readonly PersonKey[] = [
        'customer:ann',
        'guest:ann',
        'email:ann',
        'staff:an',
        'staff:ann ',
      ];
      presence().arrived(ANN);
      expect(await online(...alike)).to.deep.equal([]);
      for (const person of alike) presence().arrived(person);
      expect(await online(...alike)).to.deep.equal([...alike].sort());
    });

    it('knows a thousand who come and go', async () => {
      const people = Array.from({ length: 1_000 }, (_, index): PersonKey => `staff:${index}`);
      const departures = people.map((person) => presence().arrived(person));
      for (const [index, depart] of departures.entries()) if (index % 2 === 0) depart();
      const there = people.filter((_, index) => index % 2 === 1);
      expect(await online(...people)).to.deep.equal([...there].sort());
    });
  });
};
