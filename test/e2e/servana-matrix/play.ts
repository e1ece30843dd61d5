import { expect } from 'chai';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import { customer } from '../../support/actors.js';
import type { ServanaAck } from '../support/servana-clients.js';
import { type Ear, type Enter, inOrder, type Subject } from './ear.js';
import {
  ANSWERS,
  EVENT_ROWS,
  isDone,
  isRoute,
  LISTED,
  ROUTE_ROWS,
  type Row,
} from './event-cells.js';
import { heardOf, WITNESSES } from './hearing-cells.js';
import { groupAt, payloadAt, VICTIM_ID } from './payloads.js';
import { bearer, type CallerName, headersOf, idOf } from './people.js';
import { ask } from './requests.js';
import { type Groups, groupsFor, type Witnesses } from './scenery.js';

/** A server, and those who look on. */
export interface Theatre {
  readonly url: string;
  readonly cases: UseCases;
  readonly enter: Enter;
  readonly witnesses: Witnesses;
}

/** A caller where he does things. */
interface Scene extends Theatre {
  readonly caller: CallerName;
  readonly own: Ear;
  readonly groups: Groups;
}

/** What he was answered, as cells have it, and what frames about it must be about. */
interface Outcome {
  readonly answer: string;
  readonly chatGroupId: unknown;
}

const NOTHING: Readonly<Record<string, string>> = Object.fromEntries(
  WITNESSES.map((name) => [name, '-']),
);

/** As cells have it. */
export const answerOf = ({ success, error, message, code }: ServanaAck): string => {
  if (success !== false) return 'ok';
  const told = [code, error ?? message].join();
  const known = Object.entries(ANSWERS).find(([, answer]) => answer.join() === told);
  return known?.[0] ?? told;
};

/** What each was told of it, where that is not what the table says. */
const misheard = async (
  { witnesses, own }: Pick<Scene, 'witnesses' | 'own'>,
  expected: Readonly<Record<string, string>>,
  subject: Subject,
): Promise<readonly string[]> => {
  const ears = Object.entries({ himself: own, ...witnesses });
  const told = await Promise.all(
    ears.map(async ([name, ear]) => {
      const right = inOrder(expected[name] ?? '-');
      const heard = await ear.signs(right, subject).catch(String);
      return heard === right ? [] : [`${name} hears ${heard || '-'}, not ${right || '-'}`];
    }),
  );
  return told.flat();
};

const forgetAll = async ({ witnesses, own }: Pick<Scene, 'witnesses' | 'own'>): Promise<void> => {
  await Promise.all([own, ...Object.values(witnesses)].map((ear) => ear.forget()));
};

/** Fails with every answer that is not what the table says, up to the first that others hear of otherwise. */
const play = async (
  theatre: Theatre,
  caller: CallerName,
  rows: readonly Row[],
  act: (scene: Scene, row: Row) => Promise<Outcome>,
): Promise<void> => {
  const own = await theatre.enter(theatre.url, headersOf(caller));
  const groups = await groupsFor({ ...theatre, caller, own });
  const scene = { ...theatre, caller, own, groups };
  await forgetAll(scene);
  const wrong: string[] = [];
  for (const row of rows) {
    const { place, deed, cells } = row;
    const right = cells[caller];
    const { answer, chatGroupId } = await act(scene, row);
    const refused = isRoute(deed) ? NOTHING : { ...NOTHING, himself: '!' };
    const expected = isDone(right) ? heardOf(place, deed, caller) : refused;
    const subject = { chatGroupId, userId: Number(idOf(caller)) };
    const isRight = answer === right;
    const words = isRight ? await misheard(scene, expected, subject) : [`${answer}, not ${right}`];
    wrong.push(...words.map((what) => `${caller}: ${deed} in ${place}: ${what}`));
    // What is heard late would be taken for what follows.
    if (isRight && words.length > 0) break;
    if (!isRight) await forgetAll(scene);
  }
  own.client.close();
  expect(wrong).to.deep.equal([]);
};

/** Somebody has come whom an admin may send away. */
const withVictim = async (
  { url, enter }: Scene,
  isSentAway: boolean,
  run: () => Promise<Outcome>,
): Promise<Outcome> => {
  const { client } = await enter(url, bearer(customer(VICTIM_ID)));
  const outcome = await run();
  if (isSentAway) await client.ended;
  else expect(client.waiting('error'), 'he is sent away').to.equal(0);
  client.close();
  return outcome;
};

/** All events of the table, as one caller. */
export const playEvents = (theatre: Theatre, caller: CallerName): Promise<void> =>
  play(theatre, caller, EVENT_ROWS, async (scene, { place, deed, cells }) => {
    const payload = payloadAt(place, caller, scene.groups);
    const send = async (): Promise<Outcome> => {
      const ack = await scene.own.client.request(deed, payload);
      return { answer: answerOf(ack), chatGroupId: ack['chatGroupId'] ?? payload.groupId };
    };
    return place === 'connected' ? withVictim(scene, isDone(cells[caller]), send) : send();
  });

/** Which chat groups are in his list that should not be, or are not and should. */
const mislisted = ({ caller, groups }: Scene, listed: readonly unknown[]): readonly string[] =>
  LISTED.flatMap(({ labels: [name = ''], cells }) => {
    const isThere = listed.includes(groupAt(name, groups).chatGroupId);
    return isThere === (cells[caller] === 'yes')
      ? []
      : [`${name} is ${isThere ? '' : 'not '}listed`];
  });

const numbersIn = (data: unknown): readonly unknown[] =>
  Array.isArray(data)
    ? data.map((item: { readonly chatGroupId: unknown }) => item.chatGroupId)
    : [];

/** All routes of the table, as one caller. */
export const playRoutes = (theatre: Theatre, caller: CallerName): Promise<void> =>
  play(theatre, caller, ROUTE_ROWS, async (scene, { place, deed }) => {
    if (!isRoute(deed)) throw new Error(`${deed} is no route`);
    const { chatGroupId } = groupAt(place, scene.groups);
    const { status, data } = await ask(theatre.url, deed, { place, caller, chatGroupId });
    const opened = (data as { readonly chatGroupId?: unknown } | undefined)?.chatGroupId;
    const wrong = deed === 'list' ? mislisted(scene, numbersIn(data)) : [];
    return { answer: [String(status), ...wrong].join(', '), chatGroupId: opened ?? chatGroupId };
  });
