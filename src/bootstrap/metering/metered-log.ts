import { isLeft } from 'fp-ts/lib/Either.js';
import { freeText } from '../../application/changes/append-size.js';
import type { Append, ConversationLog } from '../../application/ports/conversation-log.js';
import type { Metrics } from '../../application/ports/metrics.js';

type Size = Readonly<Record<'events' | 'textBytes', number>>;

const sizeOf = (batch: readonly Append[]): Size => {
  let events = 0;
  let textBytes = 0;
  for (const append of batch) {
    events += append.events.length;
    for (const event of append.events) textBytes += Buffer.byteLength(freeText(event) ?? '');
  }
  return { events, textBytes };
};

const countMessages = (metrics: Metrics, { events, conversation }: Append): void => {
  for (const event of events) {
    if (event.type === 'messagePosted') {
      metrics.messageStored(conversation.channel.name, event.sender.kind);
    }
  }
};

/** The same log, with what is committed counted. It may be an instance of a class: each method is called on itself. */
export const meteredLog = (
  log: ConversationLog,
  metrics: Metrics,
  now = () => performance.now(),
): ConversationLog => ({
  load: (id) => log.load(id),
  loadByNumber: (number) => log.loadByNumber(number),
  loadByTicket: (key) => log.loadByTicket(key),
  read: (id, afterSeq, limit) => log.read(id, afterSeq, limit),
  findMessage: (id, sender, name) => log.findMessage(id, sender, name),
  findOpening: (sender, name) => log.findOpening(sender, name),
  findOpen: (slot) => log.findOpen(slot),
  nextNumber: () => log.nextNumber(),
  skipNumbers: (upTo) => log.skipNumbers(upTo),
  nextTicketSerial: (year) => log.nextTicketSerial(year),
  skipTicketSerials: (year, upTo) => log.skipTicketSerials(year, upTo),
  append: (batch) => async () => {
    const began = now();
    const result = await log.append(batch)();
    const seconds = (now() - began) / 1_000;
    const commit = { conversations: batch.length, ...sizeOf(batch), seconds };
    metrics.committed(commit, isLeft(result) ? null : result.right);
    if (isLeft(result)) return result;
    result.right.forEach(({ kind }, index) => {
      const append = batch[index];
      if (kind === 'appended' && append !== undefined) countMessages(metrics, append);
    });
    return result;
  },
});
