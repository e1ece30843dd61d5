import { expect } from 'chai';
import { channel } from '../../../src/adapters/inbound/dialects/servana/channel.js';
import type { UseCases } from '../../../src/application/use-cases/use-cases.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import { expectRight } from '../../support/expect-either.js';
import { toStart } from '../../support/in-memory.js';
import type { Ear, Enter } from './ear.js';
import { WITNESSES, type WitnessName } from './hearing-cells.js';
import { bearer, CARDS, type CallerName, LOANS, ONLOOKERS, PEOPLE } from './people.js';

/** By the places of the tables; `ended-in` was joined before it ended. */
const PLACES = {
  department: { owner: 'client', departmentId: CARDS, isAssigned: false, hasEnded: false },
  assigned: { owner: 'client', departmentId: CARDS, isAssigned: true, hasEnded: false },
  'no-dept': { owner: 'client', departmentId: null, isAssigned: false, hasEnded: false },
  'another’s': { owner: 'other', departmentId: LOANS, isAssigned: false, hasEnded: false },
  ended: { owner: 'client', departmentId: CARDS, isAssigned: true, hasEnded: true },
  'ended-in': { owner: 'client', departmentId: CARDS, isAssigned: true, hasEnded: true },
} as const;
type PlaceName = keyof typeof PLACES;

/** A chat group, and the id of its client. */
export interface Group {
  readonly chatGroupId: number;
  readonly clientId: string;
}

export type Groups = ReadonlyMap<string, Group>;

export type Witnesses = Readonly<Record<WitnessName, Ear>>;

const personOf = {
  'client-in': PEOPLE.client,
  client: PEOPLE.client,
  'agent-in': ONLOOKERS.agent,
  agent: ONLOOKERS.agent,
  foreign: ONLOOKERS.foreign,
  assigned: PEOPLE.assigned,
  roving: ONLOOKERS.roving,
  'admin-in': ONLOOKERS.admin,
  admin: ONLOOKERS.admin,
  other: PEOPLE.other,
  nobody: null,
} as const satisfies Readonly<Record<WitnessName, unknown>>;

export const openWitnesses = async (url: string, enter: Enter): Promise<Witnesses> => {
  const ears = await Promise.all(
    WITNESSES.map(async (name) => {
      const person = personOf[name];
      return [name, await enter(url, person === null ? {} : bearer(person))] as const;
    }),
  );
  return Object.fromEntries(ears) as Record<WitnessName, Ear>;
};

const insidersOf = (caller: CallerName, { owner }: (typeof PLACES)[PlaceName]): WitnessName[] => {
  if (owner === 'other') return ['admin-in'];
  return caller === 'client' ? ['agent-in', 'admin-in'] : ['client-in', 'agent-in', 'admin-in'];
};

const assign = async (cases: UseCases, conversationId: ConversationId): Promise<void> => {
  expectRight(await cases.claimConversation(PEOPLE.admin, conversationId)());
  const to = { conversationId, agentId: PEOPLE.assigned.id, reason: null };
  expectRight(await cases.handOverConversation(PEOPLE.admin, to)());
};

/** Those of them who may. */
const joinAll = async (ears: readonly Ear[], groupId: number): Promise<readonly Ear[]> => {
  const inside: Ear[] = [];
  for (const ear of ears) {
    const { success } = await ear.client.request('joinChatGroup', { groupId });
    if (success !== false) inside.push(ear);
  }
  return inside;
};

export interface Stall {
  readonly cases: UseCases;
  readonly witnesses: Witnesses;
  readonly caller: CallerName;
  readonly own: Ear;
}

/** Chat groups that nobody has done anything in yet, and those inside who are to be. */
export const groupsFor = async ({ cases, witnesses, caller, own }: Stall): Promise<Groups> => {
  const open = async (name: PlaceName): Promise<readonly [string, Group]> => {
    const { owner, departmentId, isAssigned, hasEnded } = PLACES[name];
    const wish = toStart({ channel, departmentId });
    const started = await cases.startConversation(PEOPLE[owner], wish)();
    const { id: conversationId, number: chatGroupId } = expectRight(started).conversation;
    if (isAssigned) await assign(cases, conversationId);
    const insiders = insidersOf(caller, PLACES[name]).map((insider) => witnesses[insider]);
    const comers = name === 'ended-in' ? [...insiders, own] : insiders;
    const inside = await joinAll(comers, chatGroupId);
    expect(inside).to.include.members(insiders);
    if (hasEnded) {
      const command = { conversationId, note: null };
      expectRight(await cases.closeConversation(PEOPLE.admin, command)());
      for (const ear of inside) await ear.ended(chatGroupId);
    }
    return [name, { chatGroupId, clientId: PEOPLE[owner].id }];
  };
  return new Map(await Promise.all((Object.keys(PLACES) as PlaceName[]).map(open)));
};
