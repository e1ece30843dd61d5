import { MongoClient } from 'mongodb';
import type { Append } from '../../../src/application/ports/conversation-log.js';
import { messageName } from '../../../src/domain/message-name.js';
import type { Appender } from './appender.js';

interface Head {
  readonly _id: string;
  readonly lastSeq: number;
  readonly state: string;
}

interface Entry {
  readonly conversation: string;
  readonly seq: number;
  readonly name?: string;
  readonly event: string;
}

/**
 * What is written without much thought: the conversation is moved on if it is where it was thought to be, and
 * then the message is stored. It keeps fewer promises: to die between the two leaves a hole.
 */
export const bareLoop = async (uri: string): Promise<Appender> => {
  const client = new MongoClient(uri, { w: 'majority', journal: true });
  const heads = client.db().collection<Head>('heads');
  const entries = client.db().collection<Entry>('entries');
  await entries.createIndexes([
    { name: 'bySeq', key: { conversation: 1, seq: 1 }, unique: true },
    {
      name: 'byName',
      key: { conversation: 1, name: 1 },
      unique: true,
      partialFilterExpression: { name: { $exists: true } },
    },
  ]);

  const moveOn = async ({ conversation, expectedSeq }: Append): Promise<void> => {
    const { id, lastSeq } = conversation;
    const state = JSON.stringify(conversation);
    if (expectedSeq === 0) {
      await heads.insertOne({ _id: id, lastSeq, state });
      return;
    }
    const filter = { _id: id, lastSeq: expectedSeq };
    const before = await heads.findOneAndUpdate(filter, { $set: { lastSeq, state } });
    if (before === null) throw new Error('an append was taken');
  };

  return {
    append: async (append) => {
      await moveOn(append);
      for (const event of append.events) {
        const name = messageName(event)?.clientMessageId;
        await entries.insertOne({
          conversation: append.conversation.id,
          seq: event.seq,
          ...(name === undefined ? {} : { name }),
          event: JSON.stringify(event),
        });
      }
    },
    close: () => client.close(),
  };
};
