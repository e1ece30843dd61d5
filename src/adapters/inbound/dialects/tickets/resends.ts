import type { Reply } from '../../gateway/dialect.js';

/** Milliseconds in which the same again is no other message, from when it was said and from when something went wrong. */
const RESENDS_WITHIN = 10_000;

/** Messages of a connection that are remembered: of more than so many in that time the oldest are forgotten. */
const MOST = 200;

interface Sent<Outcome> {
  readonly at: number;
  readonly outcome: Promise<Outcome>;
}

export interface SentOnce<Outcome> {
  readonly outcome: Outcome;
  /** Whether it came of the same message, sent before. */
  readonly isAgain: boolean;
}

interface Memory<Outcome> {
  /** By what was said, and where. */
  readonly sent: Map<string, Sent<Outcome>>;
  /** When it was told last that something had gone wrong. */
  erredAt: number;
}

/**
 * The sample of document 003 sends every message that is under way once more when one of them fails, a second later: those too
 * that it has sent before it hears of the error. So after an error on a connection the same text for the same ticket from it is
 * the same message (design, section 6).
 */
export class Resends<Outcome> {
  private readonly memories = new WeakMap<object, Memory<Outcome>>();

  constructor(
    private readonly now: () => number,
    private readonly isError: (reply: Reply) => boolean,
    private readonly isFailure: (outcome: Outcome) => boolean,
  ) {}

  /** What a connection has been told. */
  noted(connection: object, reply: Reply): void {
    if (this.isError(reply)) this.memoryOf(connection).erredAt = this.now();
  }

  /**
   * Sends it, at once where it is another message; where it is one that is sent again, only if it has failed by then.
   * @param said the text, and where
   */
  async sendOnce(
    connection: object,
    said: string,
    send: () => Promise<Outcome>,
  ): Promise<SentOnce<Outcome>> {
    const memory = this.memoryOf(connection);
    let at = this.now();
    for (
      let earlier = this.before(memory, said);
      earlier !== null;
      earlier = this.before(memory, said)
    ) {
      const outcome = await earlier.outcome;
      if (!this.isFailure(outcome)) return { outcome, isAgain: true };
      // Others may have waited for it too: for them it is still that message.
      at = earlier.at;
    }
    const outcome = send();
    this.keep(memory, said, { at, outcome });
    return { outcome: await outcome, isAgain: false };
  }

  /** The same message, where this is one that is sent again; `null` where it is another one. */
  private before({ sent, erredAt }: Memory<Outcome>, said: string): Sent<Outcome> | null {
    const earlier = sent.get(said);
    const since = this.now() - RESENDS_WITHIN;
    return earlier !== undefined && earlier.at > since && erredAt > since ? earlier : null;
  }

  /** What fails may be sent again like anything that was not sent before. */
  private keep({ sent }: Memory<Outcome>, said: string, one: Sent<Outcome>): void {
    sent.delete(said);
    sent.set(said, one);
    for (const [key, { at }] of sent) {
      if (sent.size <= MOST && one.at - at < RESENDS_WITHIN) break;
      sent.delete(key);
    }
    const forget = (): void => {
      if (sent.get(said) === one) sent.delete(said);
    };
    one.outcome.then((came) => {
      if (this.isFailure(came)) forget();
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
