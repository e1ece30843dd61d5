import type { Agent } from '../../../src/domain/actor.js';
import { type CallerName, CARDS, idOf, KNOWN_NAMES, otherTypeOf, PEOPLE } from './people.js';
import type { Group, Groups } from './scenery.js';
import { tokenOf } from '../support/tokens.js';

const UNKNOWN: Group = { chatGroupId: 999_999_999, clientId: PEOPLE.client.id };

export const VICTIM_ID = '401';
const ABSENT_ID = '998';

/** Somebody else, whoever he is. */
const anotherThan = (caller: CallerName): Agent =>
  caller === 'agent' ? PEOPLE.foreign : PEOPLE.agent;

export const groupAt = (place: string, groups: Groups): Group =>
  groups.get(place) ?? groups.get(place.replace(/-in$/, '')) ?? UNKNOWN;

const roomAt = (place: string, caller: CallerName): string | undefined => {
  if (place === 'as-admin' || place === 'user_himself') return `user_${idOf(caller)}`;
  if (place === 'user_another') return `user_${anotherThan(caller).id}`;
  return place.startsWith('dept_') ? place : undefined;
};

const tokenAt = (place: string, caller: CallerName): string | undefined => {
  const own = KNOWN_NAMES.find((name) => name === caller);
  switch (place) {
    case 'bad':
      return `${tokenOf(PEOPLE.client)}x`;
    case 'another’s':
      return tokenOf(anotherThan(caller));
    default:
      // Who was nobody goes on as who he has become.
      return tokenOf(own === undefined ? anotherThan(caller) : PEOPLE[own]);
  }
};

const saidAt = (place: string, caller: CallerName): object => {
  switch (place) {
    case 'as-another':
      return { userId: Number(anotherThan(caller).id) };
    case 'other-type':
      return { userType: otherTypeOf(caller) };
    case 'as-admin':
      return { userType: 'admin' };
    case 'connected':
      return { userId: VICTIM_ID };
    case 'absent':
      return { userId: ABSENT_ID };
    default:
      return { userId: Number(idOf(caller)) };
  }
};

type Payload = Readonly<Record<string, unknown>>;

/** What a caller sends with whatever he does in a place: each event takes what it has a use for. */
export const payloadAt = (
  place: string,
  caller: CallerName,
  groups: Groups,
): Payload & { readonly groupId: unknown } => {
  const { chatGroupId, clientId } = groupAt(place, groups);
  return {
    chatGroupId,
    groupId: roomAt(place, caller) ?? chatGroupId,
    clientId,
    message: `hello from ${caller}`,
    token: tokenAt(place, caller),
    ...(place === 'in-cards' ? { departmentId: CARDS } : {}),
    ...saidAt(place, caller),
  };
};
