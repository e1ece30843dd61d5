import type { Engine } from './engine.js';

/** Connections in a process that are in no namespace yet; a client is in one within a round trip. */
const MAX_STRANGERS = 10_000;

/** Who has connected and said nothing: each costs memory until his time is over, and a handshake costs him nothing. */
export class Strangers {
  private readonly engines = new Set<Engine>();

  constructor(private readonly most = MAX_STRANGERS) {}

  get areTooMany(): boolean {
    return this.engines.size >= this.most;
  }

  arrive(engine: Engine): void {
    this.engines.add(engine);
    engine.once('close', () => this.engines.delete(engine));
  }

  /** He is in a namespace. */
  introduce(engine: Engine): void {
    this.engines.delete(engine);
  }
}
