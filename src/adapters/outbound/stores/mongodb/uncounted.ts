import { ObjectId } from 'mongodb';
import type { Append } from '../../../../application/ports/conversation-log.js';
import { type Sample, samplesOf } from '../../../../domain/statistics.js';
import type { Uncounted } from './documents.js';
import { departmentKey } from './listings.js';

/** The name of the field that holds what somebody did: in letters that no name or path of a field says anything by. */
export const fieldOf = (assigneeId: string | null): string =>
  Buffer.from(JSON.stringify(assigneeId)).toString('base64url');

/** Whose field it is. */
export const assigneeIn = (field: string): string | null =>
  JSON.parse(Buffer.from(field, 'base64url').toString()) as string | null;

export const uncountedSample = ({
  kind,
  day,
  departmentId,
  assigneeId,
  value,
}: Sample): Uncounted => ({
  id: new ObjectId(),
  kind,
  day,
  department: departmentKey(departmentId),
  assignee: fieldOf(assigneeId),
  value,
});

/** What is to be counted of an append. */
export const uncountedOf = ({ events, conversation }: Append): readonly Uncounted[] =>
  samplesOf(events, conversation).map(uncountedSample);
