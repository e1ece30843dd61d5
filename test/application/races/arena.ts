import type { StorePlace } from '../../support/bound-stores.js';
import { nodeOn } from '../../support/node-on.js';
import type { Client } from '../../../src/domain/actor.js';
import type { ConversationId } from '../../../src/domain/ids.js';
import type { Staff } from '../../../src/domain/actor.js';
import { agent, contact, customer } from '../../support/actors.js';
import { EXCLUSIVE } from '../../support/channels.js';
import { expectRight } from '../../support/expect-either.js';
import { type InMemory, nodeBeside, started } from '../../support/in-memory.js';

/** Whose conversations are raced for. */
export const OWNERS: readonly Client[] = [customer('alice'), contact('alice@example.com')];

/** A race of each owner's, again and again, all at once. */
export const rounds = async (
  each: number,
  run: (owner: Client, round: number) => Promise<void>,
): Promise<void> => {
  await Promise.all(
    OWNERS.flatMap((owner) => Array.from({ length: each }, (_, round) => run(owner, round))),
  );
};

/** Two nodes on one database. */
export interface Arena {
  readonly nodes: readonly [InMemory, InMemory];
  /** A conversation of an exclusive channel, claimed by somebody if he is given, and closed if that is asked for. */
  open(wish?: {
    readonly owner?: Client;
    readonly by?: Staff;
    readonly closed?: boolean;
  }): Promise<ConversationId>;
}

/** Has the suite around it run on a store, whose place is gone after it. */
export const arena = (place: () => StorePlace, staff: readonly Staff[]): Arena => {
  const first = nodeOn(place);
  let nodes: readonly [InMemory, InMemory];

  before(async () => {
    nodes = [first(), nodeBeside(first())];
    for (const one of staff) expectRight(await first().store.agents.remember(one)());
  });

  return {
    get nodes() {
      return nodes;
    },
    open: async ({ owner = customer('alice'), by, closed = false } = {}) => {
      const [node] = nodes;
      const { id } = await started(node, { channel: EXCLUSIVE }, owner);
      if (by !== undefined) expectRight(await node.cases.claimConversation(by, id)());
      if (closed) {
        const closing = node.cases.closeConversation(by ?? agent(), {
          conversationId: id,
          note: null,
        });
        expectRight(await closing());
      }
      return id;
    },
  };
};
