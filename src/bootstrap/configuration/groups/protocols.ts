import { DEFAULT_TICKET_PREFIX } from '../../../domain/ticket.js';
import { DIALECTS } from '../../dialects.js';
import { TRANSPORTS } from '../../transports.js';
import { keys, listOf, oneOf, origins, prefix } from '../codecs.js';
import { variable } from '../variable.js';

export const PROTOCOLS = {
  DIALECTS: variable(listOf(DIALECTS), DIALECTS, 'what to speak', 'all'),
  TRANSPORTS: variable(listOf(TRANSPORTS), TRANSPORTS, 'over what', 'all'),
  CORS_ORIGINS: variable(
    origins,
    [],
    'a list of origins of other sites whose pages may connect, such as `https://example.com`, or `https://*.example.com` for any one label there',
  ),
  SOCKET_CORS_ORIGINS: variable(origins, [], 'more of them'),
  INERT_TEXT: variable(
    oneOf(['on', 'off']),
    'on',
    '`off` has texts, subjects and names go out on `support` and `servana` as they were typed, for clients that never use `innerHTML`',
  ),
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
