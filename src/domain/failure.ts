/** One thing wrong with an input: the field's path and a sentence for a person. */
export interface Issue {
  readonly field: string;
  readonly message: string;
}

export interface ValidationFailed {
  readonly kind: 'ValidationFailed';
  readonly issues: readonly Issue[];
}

/**
 * `conversation`: it is not theirs. `operation`: nobody in that role may do it. `rating`: it is not theirs to rate.
 * `address`: it is not of that address. `room`: he has not joined it. `identity`, `role`: he says that he is somebody else.
 */
export interface AccessDenied {
  readonly kind: 'AccessDenied';
  readonly to: 'conversation' | 'operation' | 'rating' | 'address' | 'room' | 'identity' | 'role';
}

export interface NotFound {
  readonly kind: 'NotFound';
  readonly what: 'conversation' | 'agent' | 'message' | 'ticket' | 'file' | 'person';
}

export interface ConversationClosed {
  readonly kind: 'ConversationClosed';
}

/** Only what is closed can be rated. */
export interface NotClosed {
  readonly kind: 'NotClosed';
}

export interface AlreadyRated {
  readonly kind: 'AlreadyRated';
}

/**
 * Somebody else was first; `holder` is the assignee's name (or id) where one stands in the way. `ticket`: the conversation
 * has one.
 */
export type Conflict =
  | {
      readonly kind: 'Conflict';
      readonly reason: 'claimed' | 'notAssignee';
      readonly holder: string;
    }
  | {
      readonly kind: 'Conflict';
      readonly reason: 'unassigned' | 'clientMessageId' | 'newerMessage' | 'ticket';
    };

/** More has been missed than is told again. */
export interface ResyncRequired {
  readonly kind: 'ResyncRequired';
}

/** Only somebody who says who he is may have it. */
export interface AuthRequired {
  readonly kind: 'AuthRequired';
}

/** A file that is larger than any may be, or files that are together. */
export interface FileTooLarge {
  readonly kind: 'FileTooLarge';
  /** As its sender calls it; `null` where it is all of them. */
  readonly file: string | null;
  /** Bytes that there may be. */
  readonly most: number;
}

/** A file of a kind that is not let in, or that nobody knows. */
export interface UnsupportedFile {
  readonly kind: 'UnsupportedFile';
  readonly file: string;
}

/** A file in which something malicious was found. */
export interface InfectedFile {
  readonly kind: 'InfectedFile';
  readonly file: string;
  /** As the scanner calls it. */
  readonly threat: string;
}

/** Too much in too short a time. */
export interface RateLimited {
  readonly kind: 'RateLimited';
  /** Whole seconds, 1 or more, after which it is worth another try. */
  readonly retryAfter: number;
  /** There were too many wrong guesses of what only some are to know. */
  readonly guessing?: true;
}

/**
 * A store or the bus did not answer, or failed. It is not known whether the command happened; it may be seen
 * later. To try again under the same `clientMessageId` is safe: it is stored once.
 */
export interface Unavailable {
  readonly kind: 'Unavailable';
}

/** Everything that can be expected to go wrong in a use case; each names the part that it can meet. */
export type Failure =
  | ValidationFailed
  | AccessDenied
  | NotFound
  | ConversationClosed
  | NotClosed
  | AlreadyRated
  | Conflict
  | FileTooLarge
  | UnsupportedFile
  | InfectedFile
  | ResyncRequired
  | AuthRequired
  | RateLimited
  | Unavailable;

export const invalid = (field: string, message: string): ValidationFailed => ({
  kind: 'ValidationFailed',
  issues: [{ field, message }],
});

export const notYours: AccessDenied = { kind: 'AccessDenied', to: 'conversation' };
export const notAllowed: AccessDenied = { kind: 'AccessDenied', to: 'operation' };
export const notYoursToRate: AccessDenied = { kind: 'AccessDenied', to: 'rating' };
export const notOfThatAddress: AccessDenied = { kind: 'AccessDenied', to: 'address' };
export const notInside: AccessDenied = { kind: 'AccessDenied', to: 'room' };
export const notWhoHeSays: AccessDenied = { kind: 'AccessDenied', to: 'identity' };
export const notWhatHeSays: AccessDenied = { kind: 'AccessDenied', to: 'role' };
export const noConversation: NotFound = { kind: 'NotFound', what: 'conversation' };
export const noAgent: NotFound = { kind: 'NotFound', what: 'agent' };
export const noMessage: NotFound = { kind: 'NotFound', what: 'message' };
export const noTicket: NotFound = { kind: 'NotFound', what: 'ticket' };
export const noFile: NotFound = { kind: 'NotFound', what: 'file' };
/** Who is not connected, or does not say so. */
export const noPerson: NotFound = { kind: 'NotFound', what: 'person' };
export const conversationClosed: ConversationClosed = { kind: 'ConversationClosed' };
export const resyncRequired: ResyncRequired = { kind: 'ResyncRequired' };
export const authRequired: AuthRequired = { kind: 'AuthRequired' };
export const rateLimited = (retryAfter: number): RateLimited => ({
  kind: 'RateLimited',
  retryAfter,
});
export const unavailable: Unavailable = { kind: 'Unavailable' };

export const conflict = (
  reason: Exclude<Conflict['reason'], 'claimed' | 'notAssignee'>,
): Conflict => ({ kind: 'Conflict', reason });

export const heldBy = (reason: 'claimed' | 'notAssignee', holder: string): Conflict => ({
  kind: 'Conflict',
  reason,
  holder,
});
