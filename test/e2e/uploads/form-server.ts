import { startServer } from '../support/in-process-server.js';
import { serveParent } from './upload-memory.js';

/** A process of its own, which serves everything that is bound, on SQLite and the disk. */
const { url, stop } = await startServer({ STORE: 'sqlite' });
serveParent(url, stop);
