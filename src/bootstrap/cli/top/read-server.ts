import { type Either, left, right } from 'fp-ts/lib/Either.js';
import { causeOf } from '../../cause-of.js';
import { parseMetrics, type Samples } from './parse-metrics.js';

/** Milliseconds. */
const PATIENCE = 5_000;

/** Declared also where nobody is connected. */
const OURS = /^(# TYPE )?switchboard_connections\b/m;

export interface Server {
  readonly url: string;
  /** Of METRICS_TOKEN. */
  readonly token: string | null;
}

/** Why there is nothing to show. One that is `away` may come back; what it refuses it will refuse again. */
export interface Unread {
  readonly kind: 'away' | 'refused';
  readonly words: string;
}

/** What another program says is shown to a terminal: no more than a line of it, and nothing that would steer that. */
const shown = (text: string): string =>
  text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200);

const away = (words: string): Either<Unread, never> => left({ kind: 'away', words });

/** Reads what a server tells of itself. */
export const readServer = async (
  { url, token }: Server,
  stopped: AbortSignal,
  patience = PATIENCE,
): Promise<Either<Unread, Samples>> => {
  try {
    const response = await fetch(new URL('/metrics', url), {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.any([stopped, AbortSignal.timeout(patience)]),
    });
    const text = await response.text();
    if (response.status === 200) {
      if (OURS.test(text)) return right(parseMetrics(text));
      return left({ kind: 'refused', words: `${url}/metrics is another program's` });
    }
    const said = `${url}/metrics answers ${response.status}: ${shown(text)}`;
    return response.status >= 500 ? away(said) : left({ kind: 'refused', words: said });
  } catch (error) {
    return away(`${url} is away (${causeOf(error)})`);
  }
};
