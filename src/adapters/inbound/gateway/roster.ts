import type { Departure, Presence } from '../../../application/ports/presence.js';
import { type Actor, isStaff, type PersonKey, personKey } from '../../../domain/actor.js';
import type { Listener } from './listener.js';

const NOBODY: ReadonlySet<Listener> = new Set();

/** Who is connected to this node, by person. */
export class Roster {
  private readonly people = new Map<PersonKey, Set<Listener>>();
  private readonly ofStaff = new Set<Listener>();
  /** Of each person, from this node. */
  private readonly departures = new Map<PersonKey, Departure>();

  constructor(private readonly presence: Pick<Presence, 'arrived' | 'vanished'>) {}

  /** Everybody who hears of whatever he may read. */
  get staff(): ReadonlySet<Listener> {
    return this.ofStaff;
  }

  /** All connections of everybody. */
  *everybody(): Iterable<Listener> {
    for (const connections of this.people.values()) yield* connections;
  }

  /** All connections of one person. */
  of(person: PersonKey): ReadonlySet<Listener> {
    return this.people.get(person) ?? NOBODY;
  }

  arrive(actor: Actor, listener: Listener): void {
    const person = personKey(actor);
    const connections = this.people.get(person) ?? new Set();
    if (connections.size === 0) this.departures.set(person, this.presence.arrived(person));
    this.people.set(person, connections.add(listener));
    if (isStaff(actor)) this.ofStaff.add(listener);
  }

  /** @param settled when what he has asked for is done, where anything is under way: that he is there may be among it */
  depart(actor: Actor, listener: Listener, settled: Promise<void> | null = null): void {
    const person = personKey(actor);
    const connections = this.people.get(person);
    connections?.delete(listener);
    const vanish = this.presence.vanished(person, listener.id);
    void vanish();
    void settled?.then(vanish);
    if (connections?.size === 0) this.forget(person);
    this.ofStaff.delete(listener);
  }

  private forget(person: PersonKey): void {
    this.people.delete(person);
    this.departures.get(person)?.();
    this.departures.delete(person);
  }
}
