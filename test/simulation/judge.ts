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
  /** Up to where he has heard all that he may; `null` while he follows nothing. */
  private position: number | null = null;
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
    for (const { event, data } of came) {
      const told = data as Told;
      if (told.id !== this.witness.id) continue;
      if (event === 'joined') this.joined(told);
      else if (event === 'left') this.position = null;
      else if (event === 'heard') this.told(told);
      else if (event === 'answer') this.acknowledged(told);
    }
  }

  /** Whether a follower knows all that his join or his node knew of. */
  expectUpTo(known: number): void {
    if (this.position === null || this.mayLose) return;
    const missed = this.visibleAfter(this.position).filter(({ seq }) => seq <= known);
    expect(missed, `${this.witness.who} has missed`).to.deep.equal([]);
    expect(this.position, `${this.witness.who} joined`).to.be.at.least(this.joinedAt);
  }

  /** Whoever may not read it at its end. */
  private get mayLose(): boolean {
    return this.lastReadable < (this.witness.events.at(-1)?.seq ?? 0);
  }

  private joined({ seq }: Told): void {
    this.position ??= seq;
    this.joinedAt = this.visibleAfter(0).findLast((event) => event.seq <= seq)?.seq ?? 0;
  }

  private told({ seq, place, name }: Told): void {
    const { who, actor, events } = this.witness;
    this.heard.add(seq);
    expect(seq, `${who} may hear`).to.be.at.most(this.lastReadable);
    expect(this.visibleAfter(0).map((event) => event.seq)).to.include(seq);
    switch (place) {
      case 'joined':
      case 'noticed': {
        this.expect(this.noticed.has(seq) === (place === 'noticed'), `notices of ${seq}`);
        const [next] = this.visibleAfter(this.position ?? Infinity);
        expect(seq, `${who} is to hear next`).to.equal(next?.seq);
        expect(name).to.equal(this.witness.name);
        this.position = seq;
        return;
      }
      case 'echo': {
        const own = events.find((event) => event.seq === seq);
        expect(own?.type === 'messagePosted' && senderKey(own.sender)).to.equal(personKey(actor));
        this.expect(
          this.mayLose || seq <= (this.position ?? seq),
          `an echo before its time: ${seq}`,
        );
        return;
      }
      case 'elsewhere':
        this.expect(this.position === null, `a notice of what he follows: ${seq}`);
        this.expect(!this.noticed.has(seq), `a second notice: ${seq}`);
        this.noticed.add(seq);
        return;
    }
  }

  /** The sender has seen it first. */
  private acknowledged({ sent, refused }: Told): void {
    if (refused !== undefined) return this.expect(this.mayLose, refused);
    if (sent === undefined) return;
    this.expect(this.heard.has(sent), `an answer before its echo: ${sent}`);
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
