import type { SupportSocketioClient } from '../support/support-clients.js';
import type { Ground } from './ground.js';

/** A user and an admin who have both joined the user's conversation. */
export interface Meeting {
  readonly owner: SupportSocketioClient;
  readonly ownerId: string;
  readonly bearer: string;
  readonly staff: SupportSocketioClient;
  readonly adminId: string;
  readonly conversationId: string;
}

export const meeting = async ({ enter, user, admin }: Ground): Promise<Meeting> => {
  const { id: ownerId, bearer, conversationId } = await user();
  const [owner, staff] = [await enter({ token: bearer }), await enter({ token: admin() })];
  const { adminId = '' } = (await staff.next('connection:success')) as {
    readonly adminId?: string;
  };
  for (const client of [owner, staff]) {
    client.emit('conversation:join', { conversationId });
    await client.next('conversation:joined');
  }
  return { owner, ownerId, bearer, staff, adminId, conversationId };
};
