import type { DialectFailures } from '../../../../../src/adapters/inbound/dialects/common/event-row.js';
import type { DialectProblems } from '../../../../../src/adapters/inbound/dialects/common/route-row.js';
import type { Dialect, Reply } from '../../../../../src/adapters/inbound/gateway/dialect.js';
import type { Actor } from '../../../../../src/domain/actor.js';
import type { Conversation } from '../../../../../src/domain/conversation.js';
import type { InMemory } from '../../../../support/in-memory.js';
import type { Failure } from '../../../../../src/domain/failure.js';
import type { DialectGround } from '../../../../../src/bootstrap/dialects.js';

/** What somebody asks of a row. */
export interface Asked {
  /** `null` for whoever comes, where a route is open to anyone. */
  readonly by: Actor | null;
  /** As the row's schema has it, also where it goes out as text. */
  readonly input: unknown;
  /** What the connection has joined by which he asks. */
  readonly follows?: Conversation;
  readonly cookies?: Readonly<Record<string, string>>;
  /** The body, where a route takes a stream. */
  readonly content?: string;
}

/** What is asked, to be answered as the row's schema has it. */
export interface Sample extends Asked {
  /** The answer to the letter, where the schema alone would take a wrong one. */
  readonly said?: unknown;
  /** The failure that it is answered with instead: for those that come of the row, not of a use case. */
  readonly fails?: Failure;
}

/** By the names of rows, `say` or `GET /api/path`; asked in the order in which they stand. */
export type SamplesByRow = Readonly<Record<string, readonly Sample[]>>;

/** Asks the row of that name; gives the acknowledgement, or what was in the reply. */
export type Ask = (row: string, asked: Asked) => Promise<unknown>;

/** What a dialect tells its tests of itself, to have its rows held to what they say. */
export interface DialectSamples {
  /** How it puts failures: what its rows are made with. */
  readonly refuseFrame: DialectFailures['refuse'];
  readonly refuseRequest: DialectProblems['refuse'];
  readonly refusalOf: DialectFailures['refusalOf'];
  /** Where a client reads the code of a refusal. */
  readonly codeIn: (refused: Reply) => unknown;
  /** What is asked of each row, once what it needs is there. */
  readonly samples: (world: InMemory, ask: Ask) => Promise<SamplesByRow>;
}

export interface DescribedDialect extends DialectSamples {
  readonly name: string;
  readonly make: (ground: DialectGround) => Dialect;
}
