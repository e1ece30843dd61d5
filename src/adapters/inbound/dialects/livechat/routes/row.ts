import type { HttpReply } from '../../../gateway/transport.js';
import { routeRow } from '../../common/route-row.js';
import { refusalOf, refuseRequest } from '../failures.js';

export const row = routeRow({ refuse: refuseRequest, refusalOf });

const answer =
  (status: number) =>
  (message: string, data: object): HttpReply => ({
    status,
    body: { success: true, message, data },
  });

/** Every answer is in this envelope (document 004). */
export const found = answer(200);

/** Design, section 6: to a POST. */
export const done = answer(201);
