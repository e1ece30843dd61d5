import type { EventRow } from '../../src/adapters/inbound/gateway/dialect.js';

/** A row that decodes nothing and says nothing of itself. */
export const row = (event: string, handle: EventRow['handle']): EventRow => ({
  event,
  summary: event,
  input: {},
  output: {},
  failures: [],
  handle,
});
