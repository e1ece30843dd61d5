/** Whether a part that the server stands on answers; never rejects. */
export type Check = () => Promise<boolean>;

export type PartState = 'ok' | 'failed' | 'no answer';

/** Whether clients may be sent here, and by which part that is. */
export interface Verdict {
  readonly status: 'ready' | 'unavailable' | 'stopping';
  readonly checks: Readonly<Record<string, PartState>>;
}

export interface ReadinessOptions {
  /** By the name of the part. */
  readonly checks: Readonly<Record<string, Check>>;
  /** Told when it is another status than before. */
  readonly changed: (verdict: Verdict) => void;
  /** Milliseconds that a part has to answer in. */
  readonly patience?: number;
  /** Milliseconds for which a verdict holds: however many ask, the parts are asked no more often. */
  readonly keptFor?: number;
}

/** Orchestrators wait for a second, unless they are told otherwise. */
const PATIENCE = 800;
const KEPT_FOR = 1_000;

/** Asks the parts, each once at a time. */
export class Readiness {
  private readonly underWay = new Map<string, Promise<boolean>>();
  private verdict: Promise<Verdict> | null = null;
  private status: Verdict['status'] = 'ready';
  private isStopping = false;

  constructor(private readonly options: ReadinessOptions) {}

  ask(): Promise<Verdict> {
    if (this.isStopping) return Promise.resolve({ status: 'stopping', checks: {} });
    this.verdict ??= this.look();
    return this.verdict;
  }

  /** It is not ready any more, whatever its parts say. */
  stop(): void {
    this.isStopping = true;
  }

  private async look(): Promise<Verdict> {
    const { checks, changed, keptFor = KEPT_FOR } = this.options;
    const states = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) => [name, await this.stateOf(name, check)] as const,
      ),
    );
    const isReady = states.every(([, state]) => state === 'ok');
    const verdict: Verdict = {
      status: isReady ? 'ready' : 'unavailable',
      checks: Object.fromEntries(states),
    };
    setTimeout(() => {
      this.verdict = null;
    }, keptFor).unref();
    if (verdict.status !== this.status) changed(verdict);
    this.status = verdict.status;
    return verdict;
  }

  /** One that hangs is not asked again until it has answered. */
  private stateOf(name: string, check: Check): Promise<PartState> {
    const { patience = PATIENCE } = this.options;
    const answer = this.underWay.get(name) ?? check().finally(() => this.underWay.delete(name));
    this.underWay.set(name, answer);
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve('no answer'), patience);
      void answer.then((isWell) => {
        clearTimeout(late);
        resolve(isWell ? 'ok' : 'failed');
      });
    });
  }
}
