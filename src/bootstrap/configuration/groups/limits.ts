import { rate } from '../codecs.js';
import { variable } from '../variable.js';

export const LIMITS = {
  RATE_MESSAGES: variable(
    rate,
    { limit: 30, seconds: 60 },
    'messages and notes of one person in so many seconds, over all that he connects by; without an account ' +
      'by his email, and by his address; `off` for any number',
  ),
  RATE_STATUS: variable(
    rate,
    { limit: 10, seconds: 60 },
    'how often one person may say that he is online, still is, or is not, in so many seconds; ' +
      '`off` for any number',
  ),
  RATE_CONNECTIONS: variable(
    rate,
    { limit: 60, seconds: 60 },
    'handshakes of one address in so many seconds, and conversations that its guests open; ' +
      '`off` for any number',
  ),
};
