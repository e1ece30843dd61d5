import { DEFAULT_TICKET_PREFIX } from '../../../domain/ticket.js';
import { DIALECTS } from '../../dialects.js';
import { TRANSPORTS } from '../../transports.js';
import { keys, listOf, origins, prefix } from '../codecs.js';
import { variable } from '../variable.js';

export const PROTOCOLS = {
  DIALECTS: variable(listOf(DIALECTS), DIALECTS, 'what to speak', 'all'),
  TRANSPORTS: variable(listOf(TRANSPORTS), TRANSPORTS, 'over what', 'all'),
  CORS_ORIGINS: variable(origins, [], 'origins of other sites whose pages may connect'),
  SOCKET_CORS_ORIGINS: variable(origins, [], 'more of them'),
  APP_KEYS: variable(
    keys,
    [],
    'a list: where it is set, what asks without a token on `livechat` bears one of them in `X-App-Key`',
  ),
  TICKET_PREFIX: variable(
    prefix,
    DEFAULT_TICKET_PREFIX,
    'what the numbers of tickets begin with: 1 to 10 capital letters and digits, the first a letter',
  ),
};
