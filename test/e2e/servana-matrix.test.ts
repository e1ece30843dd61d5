import { expect } from 'chai';
import { servanaDialect } from '../../src/adapters/inbound/dialects/servana/servana-dialect.js';
import { needsStore, type StorePlace } from '../support/bound-stores.js';
import { groundOf } from '../support/guest-ids.js';
import { inMemory } from '../support/in-memory.js';
import { bySocketio, byWs, type Ear, type Enter } from './servana-matrix/ear.js';
import {
  AUTH_ROWS,
  EVENT_ROWS,
  isDone,
  LISTED,
  PRESENCE_ROWS,
  ROUTE_ROWS,
  ROUTES,
  type Row,
} from './servana-matrix/event-cells.js';
import { HEARD_ROWS, heardRow, SEEN } from './servana-matrix/hearing-cells.js';
import { payloadAt } from './servana-matrix/payloads.js';
import {
  CALLERS,
  type CallerName,
  headersOf,
  type KnownName,
  KNOWN_NAMES,
  PEOPLE,
} from './servana-matrix/people.js';
import { answerOf, playEvents, playRoutes, type Theatre } from './servana-matrix/play.js';
import { openWitnesses } from './servana-matrix/scenery.js';
import { TRANSPORTS } from './support/doors.js';
import {
  servana,
  type ServanaAck,
  type ServanaFrames,
  type ServanaOnlineUser,
} from './support/servana-clients.js';
import { type Stage, stage } from './support/stages.js';

describe('the matrix of `servana`', () => {
  const { events, admission, rest } = servanaDialect(groundOf(inMemory().cases));

  it('has cells for every event and route of the dialect', () => {
    const deeds = [EVENT_ROWS, PRESENCE_ROWS, AUTH_ROWS].flat().map(({ deed }) => deed);
    const asked = [...events.map(({ event }) => event), admission.event];
    expect([...new Set(deeds)]).to.have.members(asked);
    const routes = rest.routes.map(({ method, path }) => `${method} ${path}`);
    expect(Object.values<string>(ROUTES)).to.have.members(routes);
    expect([...new Set(ROUTE_ROWS.map(({ deed }) => deed))]).to.have.members(Object.keys(ROUTES));
  });

  it('has cells for all that is done in a chat group, of whatever kind, joined or not', () => {
    const deeds = ['joinChatGroup', 'leaveRoom', 'sendMessage', 'typing', 'stopTyping'];
    const kinds = LISTED.flatMap(({ labels: [kind] }) => [kind ?? '', `${kind ?? ''}-in`]);
    for (const kind of [...kinds, 'unknown']) {
      const done = EVENT_ROWS.filter(({ place }) => place === kind).map(({ deed }) => deed);
      expect(done, kind).to.have.members(deeds);
    }
  });

  it('says of whatever is done who hears, and of nothing else', () => {
    const heard = [...EVENT_ROWS, ...ROUTE_ROWS].flatMap(({ place, deed, cells }) =>
      CALLERS.filter((caller) => isDone(cells[caller])).map((caller) =>
        heardRow(place, deed, caller),
      ),
    );
    expect([...new Set(heard)]).to.have.members(HEARD_ROWS);
  });
});

interface Way {
  readonly enter: Enter;
  /** Which other dialects have the same entrance. */
  readonly isShared: boolean;
}

const WAYS = {
  'Socket.IO': { enter: bySocketio, isShared: true },
  'plain ws': { enter: byWs, isShared: false },
} as const satisfies Partial<Readonly<Record<keyof typeof TRANSPORTS, Way>>>;

const describeMatrix = (transport: keyof typeof WAYS, place: () => StorePlace): void => {
  describe(`over ${transport}`, () => {
    const { enter, isShared } = WAYS[transport];
    let set: Stage<ServanaFrames, ServanaAck>;
    let theatre: Theatre;

    before(async () => {
      set = await stage(TRANSPORTS[transport], place(), servana);
    });
    after(() => set.leave());

    // One connection joins a hundred chat groups at most, and lasts half a minute without a token.
    beforeEach(async () => {
      const { url, cases } = set;
      theatre = { url, cases, enter, witnesses: await openWitnesses(url, enter) };
    });
    afterEach(() => {
      for (const { client } of Object.values(theatre.witnesses)) client.close();
    });

    for (const caller of CALLERS) {
      it(`has the answers to ${caller}, and who hears`, () => playEvents(theatre, caller));
      it(`has the answers to ${caller} over REST, and who hears`, () =>
        playRoutes(theatre, caller));
    }

    const entered = async (): Promise<ReadonlyMap<CallerName, Ear>> =>
      new Map(
        await Promise.all(
          CALLERS.map(async (name) => [name, await enter(set.url, headersOf(name))] as const),
        ),
      );

    const askAll = async (
      ears: ReadonlyMap<CallerName, Ear>,
      { place: where, deed, cells }: Row,
    ): Promise<ReadonlyMap<CallerName, ServanaAck>> => {
      const acks = new Map<CallerName, ServanaAck>();
      for (const [caller, { client }] of ears) {
        acks.set(caller, await client.request(deed, payloadAt(where, caller, new Map())));
      }
      const answers = [...acks].map(([caller, ack]) => [caller, answerOf(ack)]);
      expect(Object.fromEntries(answers), `${deed}: ${where}`).to.deep.equal(cells);
      return acks;
    };

    const asShared = ({ cells, ...row }: Row): Row => {
      const said = Object.entries(cells).map(([caller, cell]) => [
        caller,
        cell === 'FAIL' ? 'FAIL-tickets' : cell,
      ]);
      return { ...row, cells: Object.fromEntries(said) as Row['cells'] };
    };

    it('has who may say who he is', async () => {
      const ears = await entered();
      for (const row of AUTH_ROWS) await askAll(ears, isShared ? asShared(row) : row);
      for (const { client } of ears.values()) client.close();
    });

    it('has who is online in whose list', async () => {
      const ears = await entered();
      for (const row of PRESENCE_ROWS) {
        const acks = await askAll(ears, row);
        if (row.deed !== 'getOnlineUsers') continue;
        for (const {
          labels: [who],
          cells,
        } of SEEN) {
          const caller = KNOWN_NAMES.find((name) => name === who) ?? 'nobody';
          const ids = (acks.get(caller) as unknown as readonly ServanaOnlineUser[]).map(
            ({ userId }) => userId,
          );
          const isSeen = (name: KnownName) => row.place === 'online' && cells[name] === 'yes';
          const seen = KNOWN_NAMES.filter(isSeen).map((name) => Number(PEOPLE[name].id));
          expect(ids, `${row.place}: who is there for ${caller}`).to.have.members(seen);
          await ears.get(caller)?.lastList((told) => told.join() === ids.join());
        }
      }
      const refused = '!'.repeat(PRESENCE_ROWS.length);
      for (const stranger of ['nobody', 'stale'] as const) {
        const heard = await ears.get(stranger)?.signs(refused, { chatGroupId: 0, userId: 0 });
        expect(heard, stranger).to.equal(refused);
      }
      for (const { client } of ears.values()) client.close();
    });
  });
};

for (const [store, transports] of [
  ['sqlite', ['Socket.IO', 'plain ws']],
  ['mongodb', ['Socket.IO']],
] as const) {
  describe(`the matrix of \`servana\` on ${store}`, () => {
    const place = needsStore(store);
    for (const transport of transports) describeMatrix(transport, place);
  });
}
