import { type OnlinePerson, STALE_AFTER } from '../../../application/ports/presence.js';
import type { PersonKey } from '../../../domain/actor.js';
import type { Instant } from '../../../domain/ids.js';

interface Sighting {
  readonly person: PersonKey;
  readonly at: Instant;
}

interface Seen {
  readonly connections: Set<string>;
  lastSeen: Instant;
}

/** Who has said that he is there, by which connections, and when last. */
export class Sightings {
  /** By connection and person, the one that was seen last at the end. */
  private readonly sightings = new Map<string, Sighting>();
  private readonly people = new Map<PersonKey, Seen>();

  /** @param told of who is there now, and was not, or the other way round */
  constructor(private readonly told: (person: PersonKey, online: boolean) => void) {}

  has(person: PersonKey, connection: string): boolean {
    return this.sightings.has(keyOf(person, connection));
  }

  see(person: PersonKey, connection: string, at: Instant): void {
    const key = keyOf(person, connection);
    this.sightings.delete(key);
    this.sightings.set(key, { person, at });
    const seen = this.people.get(person);
    if (seen !== undefined) {
      seen.connections.add(key);
      seen.lastSeen = at;
      return;
    }
    this.people.set(person, { connections: new Set([key]), lastSeen: at });
    this.told(person, true);
  }

  lose(person: PersonKey, connection: string): void {
    this.forget(keyOf(person, connection), person);
  }

  /** Those who have said nothing for too long are gone. */
  sweep(now: Instant): void {
    for (const [key, { person, at }] of this.sightings) {
      if (at > now - STALE_AFTER) return;
      this.forget(key, person);
    }
  }

  all(): readonly OnlinePerson[] {
    return [...this.people].map(([person, { lastSeen }]) => ({ person, lastSeen }));
  }

  private forget(key: string, person: PersonKey): void {
    if (!this.sightings.delete(key)) return;
    const seen = this.people.get(person);
    seen?.connections.delete(key);
    if (seen?.connections.size !== 0) return;
    this.people.delete(person);
    this.told(person, false);
  }
}

const keyOf = (person: PersonKey, connection: string): string => `${connection} ${person}`;
