import { expect } from 'chai';
import type { Frame } from '../../src/adapters/inbound/gateway/transport.js';
import type { Place } from '../../src/application/audience.js';
import { canRead } from '../../src/domain/access.js';
import { type Actor, isStaff, personKey } from '../../src/domain/actor.js';
import type { ConversationEvent } from '../../src/domain/conversation-event.js';
import { senderKey, fold } from '../../src/domain/evolve.js';
import type { ConversationId } from '../../src/domain/ids.js';

interface Told {
  readonly id: ConversationId;
  readonly seq: number;
  readonly place: Place;
  readonly name: string;
  /** Of a join: after which he hears everything. */
  readonly after?: number;
  /** In the answer to one who has sent it. */
  readonly sent?: number;
  readonly refused?: string;
}

export interface Witness {
  readonly who: string;
  readonly actor: Actor;
  readonly id: ConversationId;
  /** The name by which he joins it. */
  readonly name: string;
  readonly events: readonly ConversationEvent[];
}

/** What one client was told of one conversation, against its log: entry by entry, as promised. */
export class Judge {
  /** The `seq` after which he hears everything that he may; `null` while he follows nothing. */
  private after: number | null = null;
  /** What he has heard of that. */
  private told = new Set<number>();
  /** The latest of it; before that there is nothing more to come, unless he asks for it. */
  private position = 0;
  /** Of the state that his last join saw. */
  private joinedAt = 0;
  /** The last event that he may hear of. */
  private readonly lastReadable: number;
  private readonly heard = new Set<number>();
  private readonly noticed = new Set<number>();

  constructor(private readonly witness: Witness) {
    const { events, actor } = witness;
    const readable = events.filter((_, at) => canRead(actor, fold(events.slice(0, at + 1))));
    this.lastReadable = readable.at(-1)?.seq ?? 0;
  }

  hear(came: readonly Frame[]): void {
    const own = came.filter(({ data }) => (data as Told).id === this.witness.id);
    for (const [index, { event, data }] of own.entries()) {
      const told = data as Told;
      if (event === 'joined') this.joined(told);
      else if (event === 'left') this.after = null;
      else if (event === 'heard') this.hears(told, own.slice(index));
      else if (event === 'answer') this.acknowledged(told);
    }
  }

  /** Whether a follower knows all that his join or his node knew of. */
  expectUpTo(known: number): void {
    if (this.after === null || this.mayLose) return;
    const due = Math.max(known, this.joinedAt);
    const missed = this.untoldAfter(this.after).filter(({ seq }) => seq <= due);
    expect(missed, `${this.witness.who} has missed`).to.deep.equal([]);
  }

  /** Whoever may not read it at its end. */
  private get mayLose(): boolean {
    return this.lastReadable < (this.witness.events.at(-1)?.seq ?? 0);
  }

  /** What he missed he has heard by then. */
  private joined({ seq, after = seq }: Told): void {
    this.begin(after);
    this.joinedAt = seq;
    if (this.mayLose) return;
    const missed = this.untoldAfter(after).filter((event) => event.seq <= seq);
    expect(missed, `${this.witness.who} has missed, and was told that he joined`).to.deep.equal([]);
  }

  /** He follows from there, whether he follows already or not. */
  private begin(after: number): void {
    if (this.after === null) {
      this.told = new Set();
      this.position = after;
    }
    this.after = Math.min(after, this.after ?? after);
  }

  private hears({ seq, place, name }: Told, coming: readonly Frame[]): void {
    const { who, actor, events } = this.witness;
    this.heard.add(seq);
    expect(seq, `${who} may hear`).to.be.at.most(this.lastReadable);
    expect(this.visibleAfter(0).map((event) => event.seq)).to.include(seq);
    switch (place) {
      case 'joined':
      case 'missed':
      case 'noticed': {
        this.expect(this.noticed.has(seq) === (place === 'noticed'), `notices of ${seq}`);
        const isAskedFor = coming.some(({ data }) => ((data as Told).after ?? Infinity) < seq);
        this.expect(place !== 'missed' || isAskedFor, `missed, and not asked for: ${seq}`);
        if (this.after === null || seq <= this.position) this.rewind(seq, coming);
        const [next] = this.untoldAfter(this.position);
        expect(seq, `${who} is to hear next`).to.equal(next?.seq);
        expect(name).to.equal(this.witness.name);
        this.position = seq;
        this.told.add(seq);
        return;
      }
      case 'echo': {
        const own = events.find((event) => event.seq === seq);
        expect(own?.type === 'messagePosted' && senderKey(own.sender)).to.equal(personKey(actor));
        this.expect(
          this.mayLose || this.after === null || seq <= this.position,
          `an echo before its time: ${seq}`,
        );
        return;
      }
      case 'elsewhere':
        this.expect(this.after === null, `a notice of what he follows: ${seq}`);
        this.expect(!this.noticed.has(seq), `a second notice: ${seq}`);
        this.noticed.add(seq);
        return;
    }
  }

  /** A join that has yet to be answered brings what came before. */
  private rewind(seq: number, coming: readonly Frame[]): void {
    const next = coming.find(({ event }) => event === 'joined');
    const after = (next?.data as Told | undefined)?.after ?? Infinity;
    this.expect(after < seq, `has asked for ${seq}`);
    this.begin(after);
    this.position = after;
  }

  /** The sender has seen it first. */
  private acknowledged({ sent, refused }: Told): void {
    if (refused !== undefined) return this.expect(this.mayLose, refused);
    if (sent === undefined) return;
    this.expect(this.heard.has(sent), `an answer before its echo: ${sent}`);
  }

  private untoldAfter(position: number): readonly ConversationEvent[] {
    return this.visibleAfter(position).filter(({ seq }) => !this.told.has(seq));
  }

  private visibleAfter(position: number): readonly ConversationEvent[] {
    const { events, actor } = this.witness;
    return events.filter(
      ({ seq, type }) => seq > position && (type !== 'noteAdded' || isStaff(actor)),
    );
  }

  private expect(holds: boolean, otherwise: string): void {
    expect(holds, `${this.witness.who}: ${otherwise}`).to.equal(true);
  }
}
