import type { Reply } from '../../gateway/dialect.js';

/** Milliseconds in which the same again is no other message, from when it was said and from when something went wrong. */
const RESENDS_WITHIN = 10_000;

/** Messages of a client that are remembered: of more than so many in that time the oldest are forgotten. */
const MOST = 200;

interface Sent<Outcome> {
  readonly at: number;
  /** It goes by this name, so that it is stored once also where it is not known what became of it. */
  readonly name: string;
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

export interface ResendsDeps<Outcome> {
  /** In milliseconds. */
  readonly now: () => number;
  /** A name that no other message has. */
  readonly newName: () => string;
  readonly isError: (reply: Reply) => boolean;
  readonly isFailure: (outcome: Outcome) => boolean;
}

/**
 * The sample of document 003 sends every message that is under way once more when one of them fails, a second later: those too
 * that it has sent before it hears of the error. So after an error that a client was told the same text for the same ticket from
 * it is the same message (design, section 6), also where it has lost its connection in between: its queue has outlived that.
 */
export class Resends<Outcome> {
  private readonly memories = new WeakMap<object, Memory<Outcome>>();

  constructor(private readonly deps: ResendsDeps<Outcome>) {}

  /** What a client has been told. */
  noted(client: object, reply: Reply): void {
    if (this.deps.isError(reply)) this.memoryOf(client).erredAt = this.deps.now();
  }

  /**
   * Sends it, at once where it is another message; where it is one that is sent again, only if it has failed by then.
   * @param said the text, by whom and where
   * @param send is told the name by which it goes, which is that of the first time
   */
  async sendOnce(
    client: object,
    said: string,
    send: (name: string) => Promise<Outcome>,
  ): Promise<SentOnce<Outcome>> {
    const memory = this.memoryOf(client);
    let one = { at: this.deps.now(), name: this.deps.newName() };
    for (
      let earlier = this.before(memory, said);
      earlier !== null;
      earlier = this.before(memory, said)
    ) {
      const came = await earlier.outcome.then(
        (outcome) => ({ outcome }),
        () => null,
      );
      if (came !== null && !this.deps.isFailure(came.outcome)) {
        return { outcome: came.outcome, isAgain: true };
      }
      one = earlier;
      // Others may have waited for it too: for them it is still that message.
      if (memory.sent.get(said) === earlier) break;
    }
    const outcome = send(one.name);
    this.keep(memory, said, { ...one, outcome });
    return { outcome: await outcome, isAgain: false };
  }

  /** The same message, where this is one that is sent again; `null` where it is another one. */
  private before({ sent, erredAt }: Memory<Outcome>, said: string): Sent<Outcome> | null {
    const earlier = sent.get(said);
    const since = this.deps.now() - RESENDS_WITHIN;
    return earlier !== undefined && earlier.at > since && erredAt > since ? earlier : null;
  }

  private keep({ sent }: Memory<Outcome>, said: string, one: Sent<Outcome>): void {
    sent.delete(said);
    sent.set(said, one);
    for (const [key, { at }] of sent) {
      if (sent.size <= MOST && one.at - at < RESENDS_WITHIN) break;
      sent.delete(key);
    }
  }

  private memoryOf(client: object): Memory<Outcome> {
    const known = this.memories.get(client);
    if (known !== undefined) return known;
    const fresh = { sent: new Map<string, Sent<Outcome>>(), erredAt: Number.NEGATIVE_INFINITY };
    this.memories.set(client, fresh);
    return fresh;
  }
}
