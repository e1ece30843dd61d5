import type { Engine } from './engine.js';

/** A Socket.IO CONNECT as Engine.IO hands it over: its namespace, where it is not the main one, up to a comma. */
const CONNECT = /^0(?:(\/[^,]*))?/;

/** Hears of who asks for a namespace that there is not: the library refuses him by itself. */
export const unknownNamespaces =
  (known: ReadonlySet<string>, refused: (request: Engine['request']) => void) =>
  (engine: Engine): void => {
    engine.on('data', (data: unknown) => {
      const asked = typeof data === 'string' ? CONNECT.exec(data) : null;
      if (asked !== null && !known.has(asked[1] ?? '/')) refused(engine.request);
    });
  };
