import { expect } from 'chai';
import type { Append } from '../../src/application/ports/conversation-log.js';
import { LOG_START, type LogEntry, type LogFeed } from '../../src/application/ports/log-feed.js';
import { answer } from '../support/answer.js';
import { until } from '../support/until.js';

const PAGE = 7;

/** What one sees who polls from the start while others write, and at last finds nothing more. */
export const follow = async (
  feed: LogFeed,
  writing: Promise<unknown>,
): Promise<readonly LogEntry[]> => {
  const entries: LogEntry[] = [];
  let isOver = false;
  const ended = writing.finally(() => {
    isOver = true;
  });
  await until(async () => {
    const wasOver = isOver;
    const page = await answer(feed.after(entries.at(-1)?.position ?? LOG_START, PAGE));
    entries.push(...page);
    return wasOver && page.length === 0;
  });
  await ended;
  return entries;
};

/** That these are the events of these conversations: each once, by its `seq`, and no other. */
export const expectWhole = (entries: readonly LogEntry[], wholes: readonly Append[]): void => {
  for (const { conversation, events } of wholes) {
    const own = entries.filter(({ conversationId }) => conversationId === conversation.id);
    expect(own.map(({ event }) => event)).to.deep.equal(events);
  }
  const count = wholes.reduce((sum, { events }) => sum + events.length, 0);
  expect(entries).to.have.length(count);
  expect(new Set(entries.map(({ position }) => position)).size).to.equal(count);
};
