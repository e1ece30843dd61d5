import { expect } from 'chai';
import {
  type Presence,
  type PresenceChange,
  STALE_AFTER,
} from '../../src/application/ports/presence.js';
import type { PersonKey } from '../../src/domain/actor.js';
import { toConversationId } from '../../src/domain/ids.js';
import { expectRight } from '../support/expect-either.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { until } from '../support/until.js';

const ANN: PersonKey = 'staff:ann';
const BOB: PersonKey = 'staff:bob';
const ROOM = toConversationId('00000000-0000-7000-8000-000000000001');
const OTHER = toConversationId('00000000-0000-7000-8000-000000000002');

/** Presence, and what makes time pass for it. */
export interface PresenceSubject {
  readonly presence: Presence;
  /** So many milliseconds. */
  wait(milliseconds: number): Promise<void> | void;
}

/** That whoever is connected, says that he is there or is in a conversation is known to be, and nobody else. */
export const describePresenceContract = (options: ContractOptions<PresenceSubject>): void => {
  describe(`Presence: ${options.name}`, () => {
    const subject = eachTime(options);
    const presence = (): Presence => subject().presence;

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

    describe('of who says that he is there', () => {
      const present = async (): Promise<readonly PersonKey[]> =>
        expectRight(await presence().present()())
          .map(({ person }) => person)
          .sort();

      const lastSeen = async (who: PersonKey): Promise<number> => {
        const found = expectRight(await presence().present()()).find(
          ({ person }) => person === who,
        );
        return found?.lastSeen ?? Number.NaN;
      };

      const appear = async (person: PersonKey, connection: string): Promise<void> =>
        expectRight(await presence().appeared(person, connection)());
      const stay = async (person: PersonKey, connection: string): Promise<boolean> =>
        expectRight(await presence().stayed(person, connection)());
      const vanish = async (person: PersonKey, connection: string): Promise<void> =>
        expectRight(await presence().vanished(person, connection)());

      it('knows nobody who has not said so, connected or not', async () => {
        presence().arrived(ANN);
        expect(await present()).to.deep.equal([]);
      });

      it('knows him until he takes it back on each connection', async () => {
        await appear(ANN, 'one');
        await appear(ANN, 'two');
        await appear(BOB, 'three');
        await appear(ANN, 'one');
        expect(await present()).to.deep.equal([ANN, BOB]);
        await vanish(ANN, 'one');
        await vanish(ANN, 'one');
        expect(await present()).to.deep.equal([ANN, BOB]);
        await vanish(ANN, 'two');
        expect(await present()).to.deep.equal([BOB]);
      });

      it('lets nobody take back or renew what another has said', async () => {
        await appear(ANN, 'one');
        await vanish(BOB, 'one');
        expect(await stay(BOB, 'one')).to.equal(false);
        expect(await stay(ANN, 'two')).to.equal(false);
        expect(await present()).to.deep.equal([ANN]);
      });

      it('knows when each was seen last', async () => {
        await appear(ANN, 'one');
        await appear(ANN, 'two');
        const first = await lastSeen(ANN);
        await subject().wait(1_000);
        expect(await lastSeen(ANN)).to.equal(first);
        expect(await stay(ANN, 'one')).to.equal(true);
        expect(await lastSeen(ANN)).to.equal(first + 1_000);
        await vanish(ANN, 'one');
        expect(await lastSeen(ANN)).to.equal(first + 1_000);
      });

      it('takes him for gone after a minute in which he said nothing', async () => {
        await appear(ANN, 'one');
        await appear(BOB, 'two');
        await subject().wait(STALE_AFTER - 1);
        expect(await stay(BOB, 'two')).to.equal(true);
        expect(await present()).to.deep.equal([ANN, BOB]);
        await subject().wait(1);
        expect(await present()).to.deep.equal([BOB]);
        expect(await stay(ANN, 'one')).to.equal(false);
        await appear(ANN, 'one');
        expect(await present()).to.deep.equal([ANN, BOB]);
      });

      it('takes who said nothing more for gone, though he who came before him did', async () => {
        await appear(ANN, 'one');
        await appear(BOB, 'two');
        await subject().wait(STALE_AFTER - 1);
        expect(await stay(ANN, 'one')).to.equal(true);
        await subject().wait(1);
        expect(await present()).to.deep.equal([ANN]);
      });

      it('takes all for gone who said nothing, on however many connections', async () => {
        for (const connection of ['one', 'two']) await appear(ANN, connection);
        await appear(BOB, 'three');
        await subject().wait(STALE_AFTER);
        expect(await present()).to.deep.equal([]);
      });

      it('renews nothing that has ended, though nobody has asked since', async () => {
        await appear(ANN, 'one');
        await subject().wait(STALE_AFTER);
        expect(await stay(ANN, 'one')).to.equal(false);
        expect(await present()).to.deep.equal([]);
      });
    });

    describe('of who is in a conversation', () => {
      const inside = async (room = ROOM): Promise<readonly PersonKey[]> =>
        [...expectRight(await presence().inside(room)())].sort();

      it('knows him there until all who entered as him have left', async () => {
        expect(await inside()).to.deep.equal([]);
        const [first, second] = [presence().entered(ROOM, ANN), presence().entered(ROOM, ANN)];
        presence().entered(OTHER, BOB);
        expect(await inside()).to.deep.equal([ANN]);
        expect(await inside(OTHER)).to.deep.equal([BOB]);
        for (const _ of [1, 2, 3]) first();
        expect(await inside()).to.deep.equal([ANN]);
        second();
        expect(await inside()).to.deep.equal([]);
        presence().entered(ROOM, BOB);
        expect(await inside()).to.deep.equal([BOB]);
      });

      it('counts people, and the conversations that somebody is in', async () => {
        const census = async () => expectRight(await presence().census()());
        expect(await census()).to.deep.equal({ people: 0, rooms: 0 });
        const departures = [
          presence().arrived(ANN),
          presence().arrived(ANN),
          presence().arrived(BOB),
        ];
        const leaving = [presence().entered(ROOM, ANN), presence().entered(ROOM, BOB)];
        leaving.push(presence().entered(OTHER, BOB));
        expect(await census()).to.deep.equal({ people: 2, rooms: 2 });
        for (const leave of leaving) leave();
        expect(await census()).to.deep.equal({ people: 2, rooms: 0 });
        for (const depart of departures) depart();
        expect(await census()).to.deep.equal({ people: 0, rooms: 0 });
      });
    });

    describe('tells of changes', () => {
      let told: PresenceChange[];

      beforeEach(() => {
        told = [];
        presence().subscribe(() => {
          throw new Error('a subscriber that fails');
        });
        presence().subscribe((change) => told.push(change));
      });

      const expectTold = async (...changes: readonly PresenceChange[]): Promise<void> => {
        await until(() => told.length >= changes.length);
        expect(told.splice(0)).to.deep.equal(changes);
      };

      it('by the first and the last of somebody’s connections alone', async () => {
        for (const connection of ['one', 'two', 'one'])
          await presence().appeared(ANN, connection)();
        await presence().stayed(ANN, 'one')();
        for (const connection of ['one', 'one']) await presence().vanished(ANN, connection)();
        await expectTold({ kind: 'online', person: ANN, online: true });
        await presence().vanished(ANN, 'two')();
        await presence().appeared(BOB, 'two')();
        await expectTold(
          { kind: 'online', person: ANN, online: false },
          { kind: 'online', person: BOB, online: true },
        );
      });

      it('where nothing is said and nobody asks, too', async () => {
        await presence().appeared(ANN, 'one')();
        await expectTold({ kind: 'online', person: ANN, online: true });
        await subject().wait(STALE_AFTER);
        await expectTold({ kind: 'online', person: ANN, online: false });
      });

      it('in a conversation, likewise', async () => {
        const room = ROOM;
        const leaving = [presence().entered(room, ANN), presence().entered(room, ANN)];
        for (const leave of leaving) leave();
        await expectTold(
          { kind: 'room', person: ANN, room, inside: true },
          { kind: 'room', person: ANN, room, inside: false },
        );
      });

      it('to a subscriber that subscribes twice, twice, until each has unsubscribed', async () => {
        const heard: PresenceChange[] = [];
        const subscriber = (change: PresenceChange): void => void heard.push(change);
        const [first, second] = [1, 2].map(() => presence().subscribe(subscriber));
        const change = { kind: 'online', person: ANN } as const;
        await presence().appeared(ANN, 'one')();
        await expectTold({ ...change, online: true });
        await until(() => heard.length === 2);
        first?.();
        first?.();
        await presence().vanished(ANN, 'one')();
        await expectTold({ ...change, online: false });
        await until(() => heard.length === 3);
        second?.();
        await presence().appeared(ANN, 'one')();
        await expectTold({ ...change, online: true });
        expect(heard).to.have.lengthOf(3);
      });

      it('to nobody who has unsubscribed, nor once it is closed', async () => {
        const heard: PresenceChange[] = [];
        const unsubscribe = presence().subscribe((change) => heard.push(change));
        unsubscribe();
        await presence().appeared(ANN, 'one')();
        await expectTold({ kind: 'online', person: ANN, online: true });
        await presence().close();
        await presence().appeared(BOB, 'two')();
        await Promise.resolve();
        expect([heard, told]).to.deep.equal([[], []]);
      });
    });
  });
};
