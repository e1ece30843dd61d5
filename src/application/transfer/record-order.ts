import type { Staff } from '../../domain/actor.js';
import type { ConversationEvent } from '../../domain/conversation-event.js';
import { messageName, nameKey } from '../../domain/message-name.js';
import { MAX_APPEND } from '../ports/conversation-log.js';
import { eventBytes, NO_EVENTS } from './event-bytes.js';
import type {
  ConversationHead,
  ReadRecord,
  TransferCounts,
  TransferHeader,
  TransferRecord,
} from './transfer-record.js';

/** What is wrong with a record, in words, or with the end that came instead of one; `null` where nothing is. */
type Fault = string | null;

type Counts = { -readonly [Name in keyof TransferHeader]: TransferHeader[Name] };

const COUNTED = ['staff', 'conversations', 'events', 'messages', 'lastNumber'] as const;

/** Sees to it that records are those of one export, whole and in order, before anything is made of them. */
export class RecordOrder {
  private header: TransferHeader | null = null;
  private readonly counts: Counts = {
    staff: 0,
    conversations: 0,
    events: 0,
    messages: 0,
    lastNumber: 0,
  };
  private lastStaff: string | null = null;
  private head: ConversationHead | null = null;
  private seq = 0;
  private at = 0;
  private mayBeRead = false;
  private reads = 0;
  private openingBytes = NO_EVENTS;
  private readonly openingNames = new Set<string>();

  take(record: TransferRecord): Fault {
    if (record.kind === 'header') return this.begin(record.header);
    if (this.header === null) return 'stands where the header should';
    switch (record.kind) {
      case 'staff':
        return this.takeStaff(record.staff);
      case 'conversation':
        return this.takeHead(record.conversation);
      case 'event':
        return this.takeEvent(record.event);
      case 'read':
        return this.takeRead(record.read);
    }
  }

  end(): Fault {
    const { header, counts } = this;
    if (header === null) return 'there is no header';
    const missing = this.missing();
    if (missing !== null) return missing;
    const wrong = COUNTED.find((name) => counts[name] !== header[name]);
    return wrong === undefined
      ? null
      : `the header says ${wrong} ${header[wrong]}, and it is ${counts[wrong]}`;
  }

  private begin(header: TransferHeader): Fault {
    if (this.header !== null) return 'is a second header';
    this.header = header;
    return null;
  }

  private takeStaff({ id }: Staff): Fault {
    if (this.head !== null) return 'is a member of staff behind the first conversation';
    if (this.lastStaff !== null && id <= this.lastStaff) return 'is out of the order of the staff';
    this.lastStaff = id;
    return this.count('staff');
  }

  private takeHead(head: ConversationHead): Fault {
    const missing = this.missing();
    if (missing !== null) return `begins a conversation, and ${missing}`;
    if (head.opening > Math.min(head.events, MAX_APPEND.events)) {
      return 'opens a conversation with more events than it may';
    }
    this.head = head;
    this.mayBeRead = false;
    this.reads = 0;
    this.seq = 0;
    this.at = 0;
    this.openingBytes = NO_EVENTS;
    this.openingNames.clear();
    this.counts.lastNumber = Math.max(this.counts.lastNumber, head.number);
    if (head.number > (this.header?.lastNumber ?? 0)) return 'has a number past the last one';
    return this.count('conversations');
  }

  private takeRead({ seq }: ReadRecord): Fault {
    if (!this.mayBeRead || seq !== this.seq)
      return 'does not stand behind the message that it is of';
    this.mayBeRead = false;
    this.reads += 1;
    return this.reads > (this.head?.reads ?? 0)
      ? 'is one more of reads than there should be'
      : null;
  }

  private takeEvent(event: ConversationEvent): Fault {
    const { head } = this;
    if (head === null || this.seq === head.events) return 'is an event of no conversation';
    if (event.seq !== this.seq + 1) return `has seq ${event.seq} where ${this.seq + 1} should be`;
    if (event.at < this.at) return 'happened before the event that it follows';
    if ((event.type === 'opened') !== (event.seq === 1)) {
      return 'is out of place: what opens a conversation, and nothing else, has seq 1';
    }
    if (
      event.type === 'opened' &&
      !(event.conversationId === head.id && event.number === head.number)
    ) {
      return 'opens another conversation than the line before says';
    }
    this.seq = event.seq;
    this.at = event.at;
    this.mayBeRead = event.type === 'messagePosted';
    const bytes = eventBytes(event);
    if (event.seq <= head.opening) this.openingBytes += bytes;
    if (Math.max(this.openingBytes, NO_EVENTS + bytes) > MAX_APPEND.bytes) {
      return `is more than is stored at a time: ${MAX_APPEND.bytes} bytes`;
    }
    if (event.seq <= head.opening && this.isNameTaken(event)) {
      return 'bears the name of another that opened it, too';
    }
    return (event.type === 'messagePosted' ? this.count('messages') : null) ?? this.count('events');
  }

  /** By another of those that are stored together with it. */
  private isNameTaken(event: ConversationEvent): boolean {
    const name = messageName(event);
    if (name === null) return false;
    const before = this.openingNames.size;
    return this.openingNames.add(nameKey(name)).size === before;
  }

  private missing(): Fault {
    const { head } = this;
    if (head === null) return null;
    const has = `conversation ${head.id} has`;
    if (this.seq < head.events) return `${has} ${this.seq} of its ${head.events} events`;
    return this.reads < head.reads ? `${has} ${this.reads} of its ${head.reads} reads` : null;
  }

  private count(name: keyof TransferCounts): Fault {
    this.counts[name] += 1;
    return this.counts[name] > (this.header?.[name] ?? 0)
      ? `is one more of ${name} than the header says`
      : null;
  }
}
