import { whole } from '../codecs.js';
import { variable } from '../variable.js';

const DAY = 86_400_000;

export const HEARTBEAT = {
  SOCKET_HEARTBEAT_INTERVAL: variable(whole(1, DAY), 25_000, 'milliseconds between pings'),
  SOCKET_HEARTBEAT_TIMEOUT: variable(
    whole(1, DAY),
    60_000,
    'milliseconds after which a silent connection is dead',
  ),
};
