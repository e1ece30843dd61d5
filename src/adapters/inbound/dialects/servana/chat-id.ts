/** Numbers of a conversation's own that its `chat_id`s leave room for. */
const SEQS = 2 ** 20;

/** Design, section 6: the `chat_id` of what has this `seq` in the conversation of that number. */
export const chatId = (number: number, seq: number): number => number * SEQS + seq;

/** The `seq` of a `chat_id`, of which 0 is before all; `null` where it is none of the conversation of that number. */
export const seqOfChat = (id: number, number: number): number | null => {
  if (id === 0) return 0;
  const seq = id - chatId(number, 0);
  return seq >= 0 && seq < SEQS ? seq : null;
};
