/** Document 000, `message:received`, with our `seq`. */
export interface WireMessage {
  readonly id: string;
  readonly conversationId: string;
  readonly senderId: string | null;
  readonly senderType: string;
  readonly guestId: string | null;
  readonly message: string;
  readonly messageType: string;
  readonly isRead: boolean;
  readonly createdAt: string;
  readonly seq: number;
}

export interface WireError {
  readonly error: string;
  readonly code: string;
  /** Seconds, where it is a limit. */
  readonly retryAfter?: number;
}

/** Documents 000 and 001, `typing:start` and `typing:stop`. */
export interface WireTyping {
  readonly conversationId: string;
  readonly senderId: string;
}

/** Server → client events of documents 000 and 001 that tests await. */
export interface Frames {
  'connection:success': { readonly type: string; readonly guestId?: string };
  'conversation:joined': { readonly conversationId: string };
  'conversation:left': { readonly conversationId: string };
  'message:received': WireMessage;
  'conversation:new_message': { readonly conversationId: string; readonly message: WireMessage };
  'typing:start': WireTyping;
  'typing:stop': WireTyping;
  'message:error': WireError;
  error: { readonly code: string; readonly message: string };
}

export type FrameName = keyof Frames;

export interface Ack {
  readonly success: boolean;
  readonly data?: unknown;
  readonly error?: string;
  readonly code?: string;
}

/** Every REST answer is in one envelope. */
export interface Envelope<Data> {
  readonly success: boolean;
  readonly data: Data;
  readonly message: string;
  readonly errors: readonly { readonly field: string; readonly message: string }[];
}

export interface WireConversation {
  readonly id: string;
  readonly userId: string | null;
  readonly adminId: string | null;
  readonly type: string;
  readonly status: string;
  readonly messages: readonly WireMessage[];
}

/** Document 001, "Get or Create Conversation (Anonymous/Guest Users)". */
export interface WireGuestConversation {
  readonly conversation: WireConversation;
  readonly guestId: string;
}

export interface WireHistory {
  readonly messages: readonly WireMessage[];
  readonly pagination: {
    readonly total: number;
    readonly page: number;
    readonly limit: number;
    readonly totalPages: number;
  };
}
