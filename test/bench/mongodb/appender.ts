import { isLeft } from 'fp-ts/lib/Either.js';
import { mongoStore } from '../../../src/adapters/outbound/stores/mongodb/mongo-store.js';
import type { Append } from '../../../src/application/ports/conversation-log.js';
import { silentLogger } from '../../support/fixed-ports.js';

/** One way of storing in MongoDB: what is answered is in the journals of a majority. */
export interface Appender {
  /** @throws when it was not stored */
  append(append: Append): Promise<void>;
  close(): Promise<void>;
}

/** Switchboard's store, through its port. */
export const storeAppender = async (uri: string): Promise<Appender> => {
  const store = await mongoStore({ uri, logger: silentLogger });
  return {
    append: async (append) => {
      const outcomes = await store.log.append([append])();
      const kind = isLeft(outcomes) ? outcomes.left.kind : outcomes.right[0]?.kind;
      if (kind !== 'appended') throw new Error(`an append was ${kind}`);
    },
    close: () => store.close(),
  };
};
