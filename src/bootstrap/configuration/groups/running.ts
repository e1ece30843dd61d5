import { LOG_LEVELS } from '../../../adapters/outbound/system/pino-logger.js';
import { metricsToken, oneOf } from '../codecs.js';
import { variable } from '../variable.js';

/** What the log's lines are. */
export const LOG_FORMATS = ['json', 'pretty'] as const;

export const RUNNING = {
  SOCKET_DEBUG: variable(
    oneOf(['true', 'false']),
    'false',
    '`true` has the log tell of each event of a socket, in and out, by name, size and connection; ' +
      '`LOG_LEVEL` is `debug` then',
  ),
  LOG_LEVEL: variable(
    oneOf(LOG_LEVELS),
    'info',
    '`silent`, `fatal`, `error`, `warn`, `info`, `debug` or `trace`',
  ),
  METRICS_TOKEN: variable(
    metricsToken,
    null,
    'who bears it, as `Authorization: Bearer`, may read `/metrics`; if not set, whoever asks from this machine itself',
  ),
  LOG_FORMAT: variable(
    oneOf(LOG_FORMATS),
    null,
    '`json`, an object a line, or `pretty`, lines for people',
    '`pretty` in a terminal while developing, else `json`',
  ),
  NODE_ENV: variable(
    oneOf(['development', 'test', 'production']),
    'development',
    '`production` refuses to start without keys for tokens, lets no loopback origin in, and serves no examples',
  ),
};
