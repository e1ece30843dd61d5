import type { Reply } from '../../gateway/dialect.js';

/** Milliseconds in which the same again, once something has gone wrong, is no other message. */
const RESENDS_WITHIN = 10_000;

/** Messages of a connection that are remembered: of more than so many in that time the oldest are forgotten. */
const MOST = 200;

interface Sent<Outcome> {
  readonly at: number;
  readonly outcome: Promise<Outcome>;
}

interface Memory<Outcome> {
  /** By what was said, and where. */
  readonly sent: Map<string, Sent<Outcome>>;
  /** When it was told last that something had gone wrong. */
  erredAt: number;
}

/**
 * The sample of document 003 sends every message that is under way once more when one of them fails, a second later. So
 * after an error on a connection the same text for the same ticket from it is the same message (design, section 6).
 */
export class Resends<Outcome> {
  private readonly memories = new WeakMap<object, Memory<Outcome>>();

  constructor(
    private readonly now: () => number,
    private readonly isError: (reply: Reply) => boolean,
  ) {}

  /** What a connection has been told. */
  noted(connection: object, reply: Reply): void {
    if (this.isError(reply)) this.memoryOf(connection).erredAt = this.now();
  }

  /** The outcome of the same message, where this is one that is sent again; `null` where it is another one. */
  before(connection: object, said: string): Promise<Outcome> | null {
    const { sent, erredAt } = this.memoryOf(connection);
    const earlier = sent.get(said);
    const now = this.now();
    const isResent =
      earlier !== undefined && now - earlier.at < RESENDS_WITHIN && erredAt >= earlier.at;
    return isResent ? earlier.outcome : null;
  }

  /** What is sent now; what fails may be sent again like anything that was not sent before. */
  keep(
    connection: object,
    said: string,
    outcome: Promise<Outcome>,
    isFailure: (outcome: Outcome) => boolean,
  ): void {
    const { sent } = this.memoryOf(connection);
    const one = { at: this.now(), outcome };
    sent.delete(said);
    sent.set(said, one);
    for (const [key, { at }] of sent) {
      if (sent.size <= MOST && one.at - at < RESENDS_WITHIN) break;
      sent.delete(key);
    }
    const forget = (): void => {
      if (sent.get(said) === one) sent.delete(said);
    };
    outcome.then((came) => {
      if (isFailure(came)) forget();
    }, forget);
  }

  private memoryOf(connection: object): Memory<Outcome> {
    const known = this.memories.get(connection);
    if (known !== undefined) return known;
    const fresh = { sent: new Map<string, Sent<Outcome>>(), erredAt: Number.NEGATIVE_INFINITY };
    this.memories.set(connection, fresh);
    return fresh;
  }
}
