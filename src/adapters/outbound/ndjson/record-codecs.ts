import type { Admin, Agent, PersonKey, Profile, Staff } from '../../../domain/actor.js';
import { type Attachment, MAX_FILES } from '../../../domain/attachment.js';
import type { Channel } from '../../../domain/channel.js';
import type {
  Adopted,
  Aliased,
  Claimed,
  Closed,
  CodeMessage,
  ConversationEvent,
  HandedOver,
  MessagePosted,
  NoteAdded,
  Opened,
  Rated,
  TextMessage,
  TicketOpened,
  TicketUpdated,
} from '../../../domain/conversation-event.js';
import type { ConversationId, MessageId, TicketId } from '../../../domain/ids.js';
import {
  SUPPORT_TYPE,
  TICKET_NUMBER,
  TICKET_PRIORITIES,
  TICKET_STATUSES,
} from '../../../domain/ticket.js';
import type { Assignee, Owner, Sender } from '../../../domain/vocabulary.js';
import { BLOB_NAME } from '../../../application/ports/blob-store.js';
import type {
  ConversationHead,
  ReadRecord,
  TransferHeader,
} from '../../../application/transfer/transfer-record.js';
import {
  type Exact,
  flag,
  matching,
  nullable,
  object,
  oneOf,
  some,
  tagged,
  text,
  texts,
  textsByName,
  whole,
} from './exact-codecs.js';

export const FORMAT = 'switchboard-export';
/** 2: messages have marks of who has read them. 3: conversations have tickets. 4: files come with messages. */
export const VERSION = 4;

/** What can be read: a file of version 1 has no such marks, one of version 2 no tickets, one of version 3 no files. */
const VERSIONS = [1, 2, 3, VERSION] as const;

/** With room for as many more as a store may ever give. */
const MAX_NUMBER = 2 ** 52;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const conversationId = matching<ConversationId>('a UUID in lower case', UUID);
const messageId = matching<MessageId>('a UUID in lower case', UUID);
const number = whole(1, MAX_NUMBER);
const line = nullable(text);
const instant = whole(0);

const profile = object<Profile>({
  name: line,
  firstName: line,
  email: line,
  phone: line,
  company: line,
});

const owner = object<Owner>({ kind: oneOf('customer', 'guest', 'email'), id: text });

const assignee = object<Assignee>({ id: text, name: line, firstName: line, email: line });

const sender = object<Sender>({
  kind: oneOf('customer', 'guest', 'email', 'agent', 'admin', 'system'),
  id: line,
  name: line,
  email: line,
  company: line,
});

const channel = object<Channel>({
  name: text,
  ownership: oneOf('exclusive', 'shared'),
  singleOpen: flag,
});

const recorded = { seq: whole(1), at: instant } as const;

const message = { ...recorded, type: oneOf('messagePosted'), id: messageId, sender } as const;

const attachment = object<Attachment>({
  name: matching('the name of a file', BLOB_NAME),
  originalName: text,
  type: text,
  size: whole(1),
  digest: matching('SHA-256 in hex', /^[0-9a-f]{64}$/),
  at: instant,
});

const textMessage = object<TextMessage>(
  {
    ...message,
    kind: oneOf('text', 'file', 'system'),
    text,
    attachments: some(attachment, MAX_FILES),
    clientMessageId: text,
  },
  'attachments',
  'clientMessageId',
);

const codeMessage = object<CodeMessage>({
  ...message,
  kind: oneOf('auth_code'),
  codeId: text,
  addressee: owner,
});

/** A codec for each kind of a union that the member tells apart: a new one does not build without. */
type Kinds<Union, Name extends keyof Union> = Readonly<Record<Union[Name] & string, Exact<Union>>>;

const messages: Kinds<MessagePosted, 'kind'> = {
  text: textMessage,
  file: textMessage,
  system: textMessage,
  auth_code: codeMessage,
};

const events: Kinds<ConversationEvent, 'type'> = {
  opened: object<Opened>(
    {
      ...recorded,
      type: oneOf('opened'),
      conversationId,
      number,
      channel,
      conversationType: oneOf('general', 'onboarding', 'call_request'),
      subject: line,
      owner,
      contact: profile,
      departmentId: line,
      priority: oneOf('low', 'normal', 'high', 'urgent'),
      deviceMetadata: nullable(textsByName),
      newcomerUntil: instant,
    },
    'newcomerUntil',
  ),
  adopted: object<Adopted>({ ...recorded, type: oneOf('adopted'), owner, cameAs: text }, 'cameAs'),
  aliased: object<Aliased>({ ...recorded, type: oneOf('aliased'), of: conversationId }),
  messagePosted: tagged('kind', messages),
  noteAdded: object<NoteAdded>(
    {
      ...recorded,
      type: oneOf('noteAdded'),
      id: messageId,
      sender,
      text,
      clientMessageId: text,
    },
    'clientMessageId',
  ),
  claimed: object<Claimed>({ ...recorded, type: oneOf('claimed'), assignee }),
  handedOver: object<HandedOver>({
    ...recorded,
    type: oneOf('handedOver'),
    assignee,
    by: sender,
    reason: line,
  }),
  closed: object<Closed>({ ...recorded, type: oneOf('closed'), by: sender, note: line }),
  ticketOpened: object<TicketOpened>({
    ...recorded,
    type: oneOf('ticketOpened'),
    id: matching<TicketId>('a UUID in lower case', UUID),
    number: matching('the number of a ticket', TICKET_NUMBER),
    subject: text,
    description: line,
    supportType: matching('capitals', SUPPORT_TYPE),
    priority: oneOf(...TICKET_PRIORITIES),
    by: sender,
  }),
  ticketUpdated: object<TicketUpdated>({
    ...recorded,
    type: oneOf('ticketUpdated'),
    status: oneOf(...TICKET_STATUSES),
    priority: oneOf(...TICKET_PRIORITIES),
    by: sender,
  }),
  rated: object<Rated>({ ...recorded, type: oneOf('rated'), stars: whole(0), feedback: line }),
};

export const event = tagged('type', events);

const staffs: Kinds<Staff, 'kind'> = {
  agent: object<Agent>({ kind: oneOf('agent'), id: text, profile, departments: texts }),
  admin: object<Admin>({ kind: oneOf('admin'), id: text, profile }),
};

export const staff = tagged('kind', staffs);

/** In a file of version 1 nothing had been read. */
type WrittenHead = Omit<ConversationHead, 'reads'> & { readonly reads?: number };

export const conversation = object<WrittenHead>(
  { id: conversationId, number, events: whole(1), opening: whole(1), reads: whole(0) },
  'reads',
);

export const read = object<ReadRecord>({
  seq: whole(1),
  by: matching<PersonKey>('the key of a person', /^(?:customer|guest|email|staff):[^]*$/),
  at: instant,
});

export interface Header extends TransferHeader {
  readonly format: typeof FORMAT;
  readonly version: (typeof VERSIONS)[number];
}

export const header = object<Header>({
  format: oneOf(FORMAT),
  version: oneOf(...VERSIONS),
  staff: whole(0),
  conversations: whole(0),
  events: whole(0),
  messages: whole(0),
  lastNumber: whole(0, MAX_NUMBER),
});

/** The last line: of all bytes before it. */
export interface Trailer {
  readonly sha256: string;
}

export const trailer = object<Trailer>({
  sha256: matching('64 hexadecimal digits', /^[0-9a-f]{64}$/),
});
