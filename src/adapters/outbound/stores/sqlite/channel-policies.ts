import type { DatabaseSync } from 'node:sqlite';

/** What each channel asked for when nothing but its name was recorded. */
const policyOf = (name: string) => ({
  name,
  ownership: name === 'livechat' ? 'exclusive' : 'shared',
  singleOpen: name === 'support',
});

/** Writes the policy of its channel into the opening of every conversation, and the channel into its slot. */
export const recordChannelPolicies = (db: DatabaseSync): void => {
  const conversations = db.prepare('SELECT number FROM conversations');
  const findOpened = db.prepare('SELECT event FROM log WHERE conversation = ? AND seq = 1');
  const record = db.prepare('UPDATE log SET event = ? WHERE conversation = ? AND seq = 1');
  for (const { number } of conversations.iterate()) {
    if (typeof number !== 'number') continue;
    const json = String(findOpened.get(number)?.['event']);
    const opened = JSON.parse(json) as { readonly channel: string };
    record.run(JSON.stringify({ ...opened, channel: policyOf(opened.channel) }), number);
  }
  db.exec("UPDATE conversations SET slot = 'support|' || slot WHERE slot IS NOT NULL");
};
