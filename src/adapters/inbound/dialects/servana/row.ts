import { eventRow } from '../common/event-row.js';
import { routeRow } from '../common/route-row.js';
import { refusalOf, refuseFrame, refuseRequest } from './failures.js';

export const event = eventRow({ refuse: refuseFrame, refusalOf });

export const route = routeRow({ refuse: refuseRequest, refusalOf });
