import { type StoreName, STORES } from '../../stores.js';
import { oneOf, text } from '../codecs.js';
import { variable } from '../variable.js';

const DEFAULT_STORE: StoreName = 'sqlite';

export const STORAGE = {
  DATA_DIR: variable(
    text,
    './data',
    'folder of the database, of uploads and of the development secret',
  ),
  STORE: variable(
    oneOf(STORES),
    DEFAULT_STORE,
    '`sqlite`, `mongodb`, or `memory`, which forgets everything at the end',
  ),
  MONGODB_URI: variable(
    text,
    null,
    'of a replica set, with the name of the database (`switchboard`, where it has none); required where that is the store',
  ),
};
