import type { ConversationId } from '../domain/ids.js';
import type { MarkOutcome, ReadMark } from './ports/read-marks.js';

/** The rules of `ReadMarks` over marks in memory: for stores that keep, or know again, all that they were told. */
export class ReadBook {
  readonly marks = new Map<ConversationId, Map<number, ReadMark>>();

  mark(reading: ReadMark): MarkOutcome {
    const { conversationId, seq } = reading;
    const marks = this.marks.get(conversationId) ?? new Map<number, ReadMark>();
    this.marks.set(conversationId, marks);
    const known = marks.get(seq);
    if (known !== undefined) return { mark: known, isFirst: false };
    marks.set(seq, reading);
    return { mark: reading, isFirst: true };
  }

  within(id: ConversationId, first: number, last: number): readonly ReadMark[] {
    const marks = [...(this.marks.get(id)?.values() ?? [])];
    return marks
      .filter(({ seq }) => seq >= first && seq <= last)
      .sort((one, other) => one.seq - other.seq);
  }
}
