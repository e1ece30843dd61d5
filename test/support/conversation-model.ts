import { type Actor, type Client, isClient, personKey } from '../../src/domain/actor.js';
import type { ConversationEvent } from '../../src/domain/conversation-event.js';
import type { TicketPriority, TicketStatus } from '../../src/domain/ticket.js';

/** What anybody may do to the one conversation of a run. */
export type Command = { readonly by: Actor } & (
  | {
      readonly does: 'send';
      readonly text: string;
      readonly name: string | null;
      readonly ifLastSeq: number | null;
      readonly claims: boolean;
    }
  | { readonly does: 'claim' | 'close' }
  | { readonly does: 'note'; readonly text: string; readonly name: string | null }
  | { readonly does: 'handOver'; readonly to: string }
  | { readonly does: 'rate'; readonly stars: number }
  | { readonly does: 'ticket'; readonly subject: string }
  | {
      readonly does: 'updateTicket';
      readonly status: TicketStatus | null;
      readonly priority: TicketPriority | null;
    }
);

/** As much of an event as the model knows. */
export interface Entry {
  readonly type: ConversationEvent['type'];
  readonly at: number;
  readonly who: string;
  readonly text?: string;
}

/** `ok`, or a failure's kind with its detail. */
export type Outcome = string;

interface Named {
  readonly key: string;
  readonly name: string | null;
  readonly text: string;
  readonly isNote: boolean;
}

interface Said extends Named {
  readonly isClients: boolean;
  readonly at: number;
  readonly seq: number;
}

/**
 * The table of the design, written down once more as plainly as can be: one conversation, changed in
 * place, one command after the other.
 */
export class ConversationModel {
  readonly log: Entry[];
  assignee: string | null = null;
  status = 'active';
  epoch = 0;
  stars: number | null = null;
  ticket: string | null = null;
  private readonly said: Said[] = [];
  private readonly notes: Named[] = [];

  constructor(
    private readonly owner: Client,
    private readonly department: string | null,
    private readonly exclusive: boolean,
    private readonly known: readonly string[],
    private now: number,
  ) {
    this.log = [{ type: 'opened', at: now, who: owner.id }];
  }

  get messages(): number {
    return this.said.length;
  }

  /** All that the owner can see of when something happened: of a note there is nothing. */
  get updatedAt(): number | undefined {
    return this.log.findLast(({ type }) => type !== 'noteAdded')?.at;
  }

  get lastText(): string | null {
    return this.said.at(-1)?.text ?? null;
  }

  /** Of the owner's first message that has had no answer. */
  get waitingSince(): number | null {
    if (this.status === 'closed') return null;
    const answered = this.said.findLastIndex((one) => !one.isClients);
    return this.said.at(answered + 1)?.at ?? null;
  }

  run(command: Command, clock: number): Outcome {
    this.now = Math.max(clock, this.log.at(-1)?.at ?? clock);
    switch (command.does) {
      case 'send':
        return this.send(command.by, command);
      case 'claim':
        return this.claim(command.by);
      case 'handOver':
        return this.handOver(command.by, command.to);
      case 'close':
        return this.close(command.by);
      case 'rate':
        return this.rate(command.by, command.stars);
      case 'note':
        return this.note(command.by, command);
      case 'ticket':
        return this.openTicket(command.by, command.subject);
      case 'updateTicket':
        return this.updateTicket(command.by, command);
    }
  }

  private record(type: Entry['type'], who: string, text?: string): Outcome {
    this.log.push({ type, at: this.now, who, ...(text === undefined ? {} : { text }) });
    return 'ok';
  }

  private isOutside(by: Actor): boolean {
    if (isClient(by)) return personKey(by) !== personKey(this.owner);
    if (by.kind !== 'agent' || this.department === null) return false;
    return !by.departments.includes(this.department) && this.assignee !== by.id;
  }

  /** Why somebody may not do what only staff does; `null` when he may. */
  private refusesAsStaff(by: Actor): Outcome | null {
    if (this.isOutside(by)) return 'AccessDenied conversation';
    return by.kind === 'agent' || by.kind === 'admin' ? null : 'AccessDenied operation';
  }

  private send(by: Actor, message: Extract<Command, { does: 'send' }>): Outcome {
    const [who, key] = [idOf(by), personKey(by)];
    const { name, text } = message;
    const before = this.before(by, name);
    if (before !== undefined) {
      return !before.isNote && before.text === text ? 'ok' : 'Conflict clientMessageId';
    }
    if (this.isOutside(by)) {
      return by.kind === 'email' ? 'AccessDenied address' : 'AccessDenied conversation';
    }
    if (this.status === 'closed') return 'ConversationClosed';
    const isStaff = by.kind === 'agent' || by.kind === 'admin';
    if (isStaff && this.exclusive) {
      if (this.assignee === null && !message.claims) return 'Conflict unassigned';
      if (this.assignee !== null && this.assignee !== who)
        return `Conflict notAssignee ${this.assignee}`;
    }
    const { ifLastSeq } = message;
    const unseen = (one: Said) => ifLastSeq !== null && one.key !== key && one.seq > ifLastSeq;
    if (this.said.some(unseen)) return 'Conflict newerMessage';

    if (isStaff && this.assignee === null) this.assign('claimed', who);
    if (isStaff) this.status = 'waiting_user';
    else this.status = this.said.length === 0 ? 'active' : 'waiting_support';
    this.record('messagePosted', who, text);
    this.said.push({
      key,
      isClients: !isStaff,
      at: this.now,
      seq: this.log.length,
      name,
      text,
      isNote: false,
    });
    return 'ok';
  }

  private assign(type: 'claimed' | 'handedOver', who: string): Outcome {
    this.assignee = who;
    this.epoch += 1;
    this.status = 'active';
    return this.record(type, who);
  }

  private claim(by: Actor): Outcome {
    const refused = this.refusesAsStaff(by);
    if (refused !== null) return refused;
    if (this.status === 'closed') return 'ConversationClosed';
    if (this.assignee === null) return this.assign('claimed', idOf(by));
    return this.assignee === idOf(by) ? 'ok' : `Conflict claimed ${this.assignee}`;
  }

  private handOver(by: Actor, to: string): Outcome {
    if (isClient(by)) return 'AccessDenied operation';
    const refused = this.refusesAsStaff(by);
    if (refused !== null) return refused;
    if (this.status === 'closed') return 'ConversationClosed';
    if (this.assignee === null) return 'Conflict unassigned';
    if (by.kind !== 'admin' && this.assignee !== idOf(by)) {
      return `Conflict notAssignee ${this.assignee}`;
    }
    if (!this.known.includes(to)) return 'NotFound agent';
    return this.assignee === to ? 'ok' : this.assign('handedOver', to);
  }

  private close(by: Actor): Outcome {
    const refused = this.refusesAsStaff(by);
    if (refused !== null) return refused;
    if (this.status === 'closed') return 'ok';
    if (this.exclusive && by.kind !== 'admin' && this.assignee !== idOf(by)) {
      return this.assignee === null
        ? 'Conflict unassigned'
        : `Conflict notAssignee ${this.assignee}`;
    }
    this.status = 'closed';
    return this.record('closed', idOf(by));
  }

  private rate(by: Actor, stars: number): Outcome {
    if (!isClient(by) || this.isOutside(by)) return 'AccessDenied rating';
    if (![1, 2, 3, 4, 5].includes(stars)) return 'ValidationFailed';
    if (this.status !== 'closed') return 'NotClosed';
    if (this.stars !== null) return 'AlreadyRated';
    this.stars = stars;
    return this.record('rated', this.owner.id, `${stars}`);
  }

  private openTicket(by: Actor, subject: string): Outcome {
    if (subject === '') return 'ValidationFailed';
    const refused = this.refusesAsStaff(by);
    if (refused !== null) return refused;
    if (this.status === 'closed') return 'ConversationClosed';
    if (this.exclusive && by.kind !== 'admin' && this.assignee !== idOf(by)) {
      return this.assignee === null
        ? 'Conflict unassigned'
        : `Conflict notAssignee ${this.assignee}`;
    }
    if (this.ticket !== null) return 'Conflict ticket';
    this.ticket = 'open medium';
    return this.record('ticketOpened', idOf(by), subject);
  }

  private updateTicket(by: Actor, change: Extract<Command, { does: 'updateTicket' }>): Outcome {
    if (by.kind !== 'agent' && by.kind !== 'admin') return 'AccessDenied operation';
    if (change.status === null && change.priority === null) return 'ValidationFailed';
    if (this.ticket === null || this.isOutside(by)) return 'NotFound ticket';
    if (this.status === 'closed') return 'ConversationClosed';
    const [status, priority] = this.ticket.split(' ');
    const after = `${change.status ?? status} ${change.priority ?? priority}`;
    if (after === this.ticket) return 'ok';
    this.ticket = after;
    return this.record('ticketUpdated', idOf(by), after);
  }

  private note(by: Actor, note: Extract<Command, { does: 'note' }>): Outcome {
    const before = this.before(by, note.name);
    if (before !== undefined) {
      return before.isNote && before.text === note.text ? 'ok' : 'Conflict clientMessageId';
    }
    const refused = this.refusesAsStaff(by);
    if (refused !== null) return refused;
    this.notes.push({ key: personKey(by), name: note.name, text: note.text, isNote: true });
    return this.record('noteAdded', idOf(by), note.text);
  }

  /** What he has named so before. */
  private before(by: Actor, name: string | null): Named | undefined {
    const key = personKey(by);
    return name === null
      ? undefined
      : [...this.said, ...this.notes].find((one) => one.key === key && one.name === name);
  }
}

const idOf = (actor: Actor): string => (actor.kind === 'system' ? 'system' : actor.id);

/** The same of what was really recorded. */
export const entryOf = (event: ConversationEvent, owner: string): Entry => {
  const { type, at } = event;
  switch (event.type) {
    case 'opened':
      return { type, at, who: event.owner.id };
    case 'messagePosted':
      if (event.kind === 'auth_code') throw new Error('nobody sends a code');
      return { type, at, who: event.sender.id ?? '', text: event.text };
    case 'noteAdded':
      return { type, at, who: event.sender.id ?? '', text: event.text };
    case 'claimed':
    case 'handedOver':
      return { type, at, who: event.assignee.id };
    case 'closed':
      return { type, at, who: event.by.id ?? '' };
    case 'ticketOpened':
      return { type, at, who: event.by.id ?? '', text: event.subject };
    case 'ticketUpdated':
      return { type, at, who: event.by.id ?? '', text: `${event.status} ${event.priority}` };
    case 'adopted':
    case 'aliased':
      throw new Error('there are no newcomers here');
    case 'rated':
      return { type, at, who: owner, text: `${event.stars}` };
  }
};
