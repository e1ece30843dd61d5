import { setTimeout as delay } from 'node:timers/promises';
import { causeOf } from '../cause-of.js';
import { type BenchClient, benchClient } from './bench-client.js';
import { type Latencies, latencies } from './latencies.js';

export interface BenchOptions {
  readonly url: string;
  /** One for each customer; each has a conversation, and two connections. */
  readonly tokens: readonly string[];
  /** Messages a second, over all conversations. */
  readonly rate: number;
  readonly seconds: number;
  /** Ends the opening, or the sending; what was sent by then counts. */
  readonly signal: AbortSignal;
  /** Is told how many have been sent, of how many. */
  readonly onSent: (sent: number, all: number) => void;
}

export interface BenchResult {
  readonly sent: number;
  /** Acknowledged, a second. */
  readonly throughput: number;
  /** From a send to its acknowledgement, and to its coming at the other connection. */
  readonly acknowledged: Latencies;
  readonly delivered: Latencies;
  /** How many were refused or lost, by codes. */
  readonly errors: Readonly<Record<string, number>>;
}

/** Milliseconds. */
export interface BenchPatience {
  /** For a conversation to be opened. */
  readonly opening: number;
  /** For what is under way at the end. */
  readonly answers: number;
}

const PATIENCE: BenchPatience = { opening: 10_000, answers: 10_000 };

/** Conversations that are opened at a time. */
const TOGETHER = 20;

interface Talk {
  readonly conversationId: string;
  readonly sender: BenchClient;
  readonly listener: BenchClient;
}

interface OpenedBody {
  readonly data?: { readonly id?: string };
}

const talkOf = async (url: string, token: string): Promise<Talk> => {
  const response = await fetch(`${url}/api/support/conversation`, {
    headers: { authorization: `Bearer ${token}` },
  }).catch((error: unknown) => {
    throw new Error(`${url} is away (${causeOf(error)})`, { cause: error });
  });
  const body = (await response.json().catch(() => null)) as OpenedBody | null;
  const conversationId = body?.data?.id;
  if (conversationId === undefined) {
    throw new Error(`${url} opens no conversation: status ${response.status}`);
  }
  const [sender, listener] = [await benchClient(url, token), await benchClient(url, token)];
  for (const client of [sender, listener]) {
    const code = await client.ask('conversation:join', { conversationId });
    if (code !== null) throw new Error(`${url} refuses a join: ${code}`);
  }
  return { conversationId, sender, listener };
};

/** @throws the signal's reason, where that comes first: what is under way then ends with the process */
const open = async (
  { url, signal }: BenchOptions,
  token: string,
  patience: number,
): Promise<Talk> => {
  signal.throwIfAborted();
  const over = new AbortController();
  const { promise: stopped, reject: stop } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => stop(signal.reason), { signal: over.signal });
  const late = delay(patience, undefined, { signal: over.signal }).then(() => {
    throw new Error(`${url} has opened no conversation in ${patience / 1_000} seconds`);
  });
  try {
    return await Promise.race([talkOf(url, token), stopped, late]);
  } finally {
    over.abort();
  }
};

const openAll = async (options: BenchOptions, patience: number): Promise<readonly Talk[]> => {
  const talks: Talk[] = [];
  for (let at = 0; at < options.tokens.length; at += TOGETHER) {
    const some = options.tokens.slice(at, at + TOGETHER);
    talks.push(...(await Promise.all(some.map((token) => open(options, token, patience)))));
  }
  return talks;
};

/** Calls at a rate, whatever is answered by then: a server that falls behind is waited for by nobody. */
const atRate = async (
  { rate, seconds, signal, onSent }: BenchOptions,
  call: (n: number) => void,
): Promise<void> => {
  const began = performance.now();
  const total = Math.round(rate * seconds);
  for (let called = 0; called < total && !signal.aborted;) {
    const due = Math.min(total, Math.floor(((performance.now() - began) * rate) / 1_000) + 1);
    for (; called < due; called += 1) call(called);
    onSent(called, total);
    await delay(1);
  }
};

/** @throws Error where the server cannot be spoken to at all; the signal's reason where that comes before anything was sent */
export const runBench = async (
  options: BenchOptions,
  patience: BenchPatience = PATIENCE,
): Promise<BenchResult> => {
  const talks = await openAll(options, patience.opening);
  const errors = new Map<string, number>();
  const sentAt = new Map<string, number>();
  const [acknowledged, delivered]: readonly [number[], number[]] = [[], []];
  const underWay: Promise<void>[] = [];
  const heard = Promise.withResolvers<undefined>();
  let isOver = false;

  const settle = (): void => {
    if (isOver && delivered.length === acknowledged.length) heard.resolve(undefined);
  };
  for (const { listener } of talks) {
    listener.onReceived = (text) => {
      const at = sentAt.get(text);
      if (at === undefined || !sentAt.delete(text)) return;
      delivered.push(performance.now() - at);
      settle();
    };
  }
  const send = async ({ conversationId, sender }: Talk, message: string): Promise<void> => {
    const at = performance.now();
    sentAt.set(message, at);
    const code = await sender.ask('message:send', { conversationId, message });
    if (code === null) acknowledged.push(performance.now() - at);
    else errors.set(code, (errors.get(code) ?? 0) + 1);
  };

  const began = performance.now();
  await atRate(options, (n) => {
    const talk = talks[n % talks.length];
    if (talk !== undefined) underWay.push(send(talk, `bench ${n}`));
  });
  const over = new AbortController();
  const tooLate = delay(patience.answers, undefined, { signal: over.signal }).catch(
    () => undefined,
  );
  await Promise.race([Promise.all(underWay), tooLate]);
  const took = (performance.now() - began) / 1_000;
  isOver = true;
  settle();
  const nobodyLeft = Promise.all(talks.map(({ listener }) => listener.gone));
  await Promise.race([heard.promise, nobodyLeft, tooLate]);
  over.abort();
  for (const { sender, listener } of talks) for (const one of [sender, listener]) one.close();
  const refused = [...errors.values()].reduce((sum, count) => sum + count, 0);
  const lost = underWay.length - acknowledged.length - refused;
  if (lost > 0) errors.set('unanswered', lost);
  return {
    sent: underWay.length,
    throughput: Math.round((acknowledged.length / took) * 10) / 10,
    acknowledged: latencies(acknowledged),
    delivered: latencies(delivered),
    errors: Object.fromEntries(errors),
  };
};
