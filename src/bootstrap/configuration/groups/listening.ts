import { hostName, publicAddress, whole } from '../codecs.js';
import { variable } from '../variable.js';

export const LISTENING = {
  PORT: variable(whole(0, 65_535), 3001, 'where to listen; `0` takes a port that is free'),
  HOST: variable(
    hostName,
    '127.0.0.1',
    'the address to listen on: `0.0.0.0`, or `::`, for all of the machine',
  ),
  PUBLIC_URL: variable(
    publicAddress,
    null,
    'what clients reach the server by, for links to files: where it listens, if not set',
  ),
  TRUST_PROXY: variable(
    whole(0, 10),
    0,
    'proxies before the server, one behind the other, whose `X-Forwarded-For` says who connects',
  ),
};
