import { type Examine, failed } from '../../adapters/outbound/common/examination.js';
import { type LinkedElsewhere, linkedElsewhere } from '../linked-elsewhere.js';

const linkIn = (dataDir: string): LinkedElsewhere | null => {
  try {
    return linkedElsewhere(dataDir);
  } catch {
    // What keeps the folder from being read is found by who looks at that.
    return null;
  }
};

/** Whether a server would refuse the database for another name that it has; nothing is told where it has none. */
export const examineLinks =
  (dataDir: string): Examine =>
  () => {
    const link = linkIn(dataDir);
    return Promise.resolve(link === null ? [] : [failed('database', link.why, link.advice)]);
  };
