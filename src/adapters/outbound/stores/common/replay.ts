import type { Conversation } from '../../../../domain/conversation.js';
import type { ConversationEvent } from '../../../../domain/conversation-event.js';
import { evolve } from '../../../../domain/evolve.js';
import { type Sample, samplesOf } from '../../../../domain/statistics.js';

/** What comes of a log: the state after it, and what was counted on the way. */
export interface Replayed {
  readonly conversation: Conversation;
  readonly samples: readonly Sample[];
}

/** @throws Error that says which event cannot follow */
export const replay = (events: readonly ConversationEvent[]): Replayed => {
  let state: Conversation | undefined;
  const samples: Sample[] = [];
  for (const event of events) {
    state = evolve(state, event);
    samples.push(...samplesOf([event], state));
  }
  if (state === undefined) throw new Error('there is no event');
  return { conversation: state, samples };
};
