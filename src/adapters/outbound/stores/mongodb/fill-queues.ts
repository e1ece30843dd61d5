import type { Db } from 'mongodb';
import { dropIndex } from './drop-index.js';
import { fillConversations, type Filling } from './fill-conversations.js';
import { keyOf } from './keys.js';

/** As much as is read of a state, of whatever version it is. */
interface Known {
  readonly departmentId: string | null;
  readonly assignee: { readonly id: string } | null;
  readonly status: string;
  readonly aliasOf?: string | null;
}

const updateOf: Filling['updateOf'] = (state) => {
  const { departmentId, assignee, status, aliasOf = null } = JSON.parse(state) as Known;
  const queues = {
    department: departmentId === null ? '' : keyOf(departmentId),
    status: aliasOf === null ? status : null,
    isAssigned: assignee !== null,
    ...(assignee === null ? {} : { assigned: keyOf(assignee.id) }),
  };
  return { $set: queues, $unset: { open: '' } };
};

/** What lists were read from before. */
const OLD_INDEXES = ['listed', 'departments', 'assigned'];

/** Has lists tell statuses apart, and whom a conversation is assigned to. */
export const fillQueues = async (db: Db): Promise<void> => {
  await fillConversations(db, { lacking: { status: { $exists: false } }, updateOf });
  for (const name of OLD_INDEXES) await dropIndex(db, name);
};
