import { until } from './until.js';

/** What happens after it has another time than what happened before. */
export const nextMillisecond = (): Promise<void> => {
  const now = Date.now();
  return until(() => Date.now() > now);
};
