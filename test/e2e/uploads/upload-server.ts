import { probe } from '../../dialects/probe/probe.js';
import { placeInFolder } from '../../support/bound-stores.js';
import { TRANSPORTS } from '../support/doors.js';
import { stage } from '../support/stages.js';
import { serveParent } from './upload-memory.js';

/** A process of its own, which serves the probe. */
const place = placeInFolder('memory');
const environment = { ...place.environment, UPLOAD_MEMORY: process.env['UPLOAD_MEMORY'] ?? '' };
const on = await stage(TRANSPORTS['plain ws'], { ...place, environment }, probe);

serveParent(on.url, () => on.leave());
