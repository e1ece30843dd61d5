import { fold } from '../../../../../src/domain/evolve.js';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { isLeft } from 'fp-ts/lib/Either.js';
import { some } from 'fp-ts/lib/Option.js';
import { mongoStore } from '../../../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import { LOG_START } from '../../../../../src/application/ports/log-feed.js';
import type { Store } from '../../../../../src/application/ports/store.js';
import type { Conversation } from '../../../../../src/domain/conversation.js';
import type { ConversationEvent } from '../../../../../src/domain/conversation-event.js';
import { needsReplicaSets } from '../../../../services/mongodb/needs-mongodb.js';
import type { Member } from '../../../../services/mongodb/member.js';
import type { ReplicaSet } from '../../../../services/mongodb/replica-set.js';
import { answer } from '../../../../support/answer.js';
import { message, opening } from '../../../../support/appends.js';

import { silentLogger } from '../../../../support/fixed-ports.js';
import { until } from '../../../../support/until.js';

const WRITERS = 20;
/** Messages between two deeds. */
const SOME = 200;
/** Milliseconds. */
const FROZEN = 8_000;

interface Written {
  readonly state: Conversation;
  /** The names of the messages that were told to be stored, in order. */
  readonly names: readonly string[];
}

/** One after another, each under a name of its own, and again under the same where nothing was known. */
const writeWhile = async (
  { log }: Store,
  isOn: () => boolean,
  told: () => void,
): Promise<Written> => {
  const first = opening();
  expect(await answer(log.append([first]))).to.deep.equal([{ kind: 'appended' }]);
  let state = first.conversation;
  const names: string[] = [];
  while (isOn()) {
    const name = `m${names.length + 1}`;
    const next = message(state, { name });
    const result = await log.append([next])();
    const kind = isLeft(result) ? 'unavailable' : result.right[0]?.kind;
    if (kind === 'appended') state = next.conversation;
    else {
      const loaded = await log.load(state.id)();
      if (isLeft(loaded) || loaded.right._tag === 'None') continue;
      state = loaded.right.value;
    }
    if (kind === 'appended' || kind === 'repeated') {
      names.push(name);
      told();
    }
  }
  return { state, names };
};

const namesIn = (events: readonly ConversationEvent[]): readonly string[] =>
  events.flatMap((event) =>
    event.type === 'messagePosted' && event.kind !== 'auth_code'
      ? (event.clientMessageId ?? [])
      : [],
  );

describe('a MongoDB that loses its primary under load', () => {
  const start = needsReplicaSets();
  let set: ReplicaSet;
  let store: Store;

  afterEach(async () => {
    await store.close();
    await set.stop();
  });

  /** What was told to be stored is there once, in order and without a gap, and in the feed too. */
  const expectAll = async (written: readonly Written[]): Promise<void> => {
    let count = 0;
    for (const { state, names } of written) {
      const events = await answer(store.log.read(state.id, 0, 100_000));
      count += events.length;
      expect(events.map(({ seq }) => seq)).to.deep.equal(events.map((_, index) => index + 1));
      expect(await answer(store.log.load(state.id))).to.deep.equal(some(fold(events)));
      const stored = namesIn(events);
      expect(stored.slice(0, names.length)).to.deep.equal(names);
      // One more at most: the last, of which nothing was known.
      expect(stored.length - names.length).to.be.at.most(1);
    }
    const entries = await answer(store.feed.after(LOG_START, 1_000_000));
    expect(entries).to.have.length(count);
  };

  /** Does each of these in turn, and between them waits until some have been written. */
  const underLoad = async (deeds: readonly (() => Promise<void>)[]): Promise<void> => {
    store = await mongoStore({ uri: set.uri, logger: silentLogger });
    let isOn = true;
    let count = 0;
    const told = (): void => {
      count += 1;
    };
    const writing = Promise.all(
      Array.from({ length: WRITERS }, () => writeWhile(store, () => isOn, told)),
    );
    for (const deed of deeds) {
      const before = count;
      await until(() => count > before + SOME);
      await deed();
    }
    const before = count;
    await until(() => count > before + SOME);
    isOn = false;
    await expectAll(await writing);
  };

  it('comes through kills of the only member, which starts again', async function () {
    this.timeout(120_000);
    set = await start(1);
    const again = async (): Promise<void> => {
      const member = await set.primary();
      await member.kill();
      await member.restart();
    };
    await underLoad([again, again, again]);
  });

  it('comes through kills of the primary of three, and through one that freezes', async function () {
    this.timeout(120_000);
    set = await start(3);
    const killed: Member[] = [];
    const kill = async (): Promise<void> => {
      const member = await set.primary();
      await member.kill();
      killed.push(member);
    };
    const restart = async (): Promise<void> => {
      await killed.pop()?.restart();
    };
    // How long the others need to leave it is theirs; what was asked for meanwhile may be unavailable.
    const freeze = async (): Promise<void> => {
      const member = await set.primary();
      await member.freeze();
      await delay(FROZEN);
      await member.thaw();
    };
    await underLoad([freeze, kill, restart, kill, restart]);
  });
});
