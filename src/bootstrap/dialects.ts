import type { Wording } from '../adapters/inbound/dialects/common/wording.js';
import { livechatDialect } from '../adapters/inbound/dialects/livechat/livechat-dialect.js';
import { servanaDialect } from '../adapters/inbound/dialects/servana/servana-dialect.js';
import { supportDialect } from '../adapters/inbound/dialects/support/support-dialect.js';
import { ticketsDialect } from '../adapters/inbound/dialects/tickets/tickets-dialect.js';
import type { Dialect, SignInCookies } from '../adapters/inbound/gateway/dialect.js';
import type { Clock } from '../application/ports/clock.js';
import type { CodeDigits } from '../application/ports/code-digits.js';
import type { GuestIds } from '../application/ports/guest-ids.js';
import type { UseCases } from '../application/use-cases/use-cases.js';
import { namesOf } from './names-of.js';

/** What dialects are made from; each takes its part. */
export interface DialectGround extends Wording {
  readonly useCases: UseCases;
  readonly guestIds: GuestIds;
  readonly codeDigits: CodeDigits;
  readonly clock: Clock;
  /** Of APP_KEYS. */
  readonly appKeys: readonly string[];
  readonly signInCookies: SignInCookies;
}

type DialectFactory = (ground: DialectGround) => Dialect;

/** Every dialect there is, by its name in DIALECTS: the one place where one is bound. */
export const dialects = {
  support: supportDialect,
  livechat: livechatDialect,
  tickets: ticketsDialect,
  servana: servanaDialect,
} as const satisfies Readonly<Record<string, DialectFactory>>;

export type DialectName = keyof typeof dialects;

export const DIALECTS = namesOf<DialectName>(dialects);
