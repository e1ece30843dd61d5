import { toldBy, toldById } from './private-data.js';
import { watchFetch } from './watched-fetch.js';

const toldIn = (value: unknown): string | null => {
  if (typeof value === 'string') return toldBy(value);
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, inside] of Object.entries(value)) {
    const isId = name === 'actor' && typeof inside === 'string';
    const what = toldBy(name) ?? (isId ? toldById(inside) : toldIn(inside));
    if (what !== null) return what;
  }
  return null;
};

/** A line for people, or one that is not whole, is a text. */
const fieldsOf = (line: string): unknown => {
  try {
    return JSON.parse(line);
  } catch {
    return line;
  }
};

export interface LogWatch {
  /** Lines as they are written, in whatever pieces. */
  readonly read: (text: string) => void;
  /** @throws Error with the first line that told something */
  expectNoSecrets(): void;
}

/** Looks at all that a server logs, and keeps nothing of it but what it should not have. */
export const logWatch = (): LogWatch => {
  watchFetch();
  let rest = '';
  let leak: string | null = null;
  const look = (line: string): void => {
    const what = leak === null ? toldIn(fieldsOf(line)) : null;
    if (what !== null) leak = `the log tells ${what}: ${line}`;
  };
  return {
    read: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(look);
    },
    expectNoSecrets: () => {
      look(rest);
      if (leak !== null) throw new Error(leak);
    },
  };
};
