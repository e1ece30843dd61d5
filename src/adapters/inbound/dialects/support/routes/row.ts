import type { HttpReply } from '../../../gateway/transport.js';
import { routeRow } from '../../common/route-row.js';
import { refusalOf, refuseRequest } from '../failures.js';

export const row = routeRow({ refuse: refuseRequest, refusalOf });

/** Every answer is in this envelope (design, section 6). */
export const succeeded = (data: unknown): HttpReply => ({
  status: 200,
  body: { success: true, data },
});
