import type { TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { PersonKey, Staff } from '../../domain/actor.js';
import type { Conversation } from '../../domain/conversation.js';
import type { MessagePosted } from '../../domain/conversation-event.js';
import type { Unavailable } from '../../domain/failure.js';
import type { ConversationId, Instant } from '../../domain/ids.js';
import type { Activity, ListFilter } from '../../domain/listing.js';
import type { Tallies } from '../../domain/statistics.js';

/** Both from 1. */
export interface PageRequest {
  readonly page: number;
  readonly limit: number;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Of all pages. */
  readonly total: number;
}

/** A part of a list. */
export interface Stretch {
  /** It begins after this place, wherever what stood there is by now; `null` at the beginning. */
  readonly after: Activity | null;
  /** Items that are left out first. */
  readonly skip: number;
  readonly limit: number;
}

/** Lists for people to read; each shows one's own acknowledged writes. */
export interface ConversationQueries {
  /** The conversations of an owner, latest activity first. */
  owned(owner: PersonKey, page: PageRequest): TaskEither<Unavailable, Page<Conversation>>;

  /** Those of an owner's that have a ticket, latest activity first. */
  ownedTickets(owner: PersonKey, page: PageRequest): TaskEither<Unavailable, Page<Conversation>>;

  /**
   * What somebody of staff may read and looks for (`isListed`), latest activity first; `total` is of the whole list,
   * wherever the stretch begins. Costs what it returns and leaves out, however much else there is: no list is made by
   * looking at all conversations. Of what is searched for, a store may look at no more than the `MAX_FOUND` that were opened
   * last of all that matches in the departments of who searches, and as many of those that are assigned to him elsewhere.
   */
  listed(
    viewer: Staff,
    filter: ListFilter,
    stretch: Stretch,
    now: Instant,
  ): TaskEither<Unavailable, Page<Conversation>>;

  /**
   * How many open conversations are assigned to each of these of staff, whoever may read them; of nobody else, and one
   * who has none may be left out. No conversation is looked at that does not count.
   */
  openAssigned(ids: readonly string[]): TaskEither<Unavailable, ReadonlyMap<string, number>>;

  /**
   * What has come of the conversations that somebody of staff may read: what is open now, and what has happened since the
   * beginning of a day (`dayOf`). Costs what there are of open conversations, days, departments and staff, at most.
   */
  tallies(viewer: Staff, since: number, now: Instant): TaskEither<Unavailable, Tallies>;

  /**
   * Messages by their place among those that the owner may see (the first is 1), oldest first. Other
   * events have no place. However long the conversation is, no message is read that is not returned: what
   * is skipped at most are the events without a place that came before.
   */
  messages(
    id: ConversationId,
    first: number,
    count: number,
  ): TaskEither<Unavailable, readonly MessagePosted[]>;
}
