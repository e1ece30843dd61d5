import { type Either, right } from 'fp-ts/lib/Either.js';
import type { CodeMessage, ConversationEvent } from '../domain/conversation-event.js';
import type { Unavailable } from '../domain/failure.js';
import type { AuthCodes } from './ports/auth-codes.js';
import type { Clock } from './ports/clock.js';

export interface LiveCodesDeps {
  readonly codes: Pick<AuthCodes, 'live'>;
  readonly clock: Clock;
}

export const isCode = (event: ConversationEvent): event is CodeMessage =>
  event.type === 'messagePosted' && event.kind === 'auth_code';

const NONE: ReadonlySet<string> = new Set();

/** The ids of those codes among events that are live now: of the others nobody is shown the digits. */
export const liveCodes = async (
  { codes, clock }: LiveCodesDeps,
  events: readonly ConversationEvent[],
): Promise<Either<Unavailable, ReadonlySet<string>>> => {
  const ids = events.filter(isCode).map(({ codeId }) => codeId);
  return ids.length === 0 ? right(NONE) : codes.live(ids, clock.now())();
};
