import { inFlight, type Load, perSecond } from './clients/load.js';
import { type Protocol, socketioProtocol, wsProtocol } from './clients/protocol.js';

/** Of two connections each. */
export const CONVERSATIONS = 200;

/** Switchboard's stores that are compared with the bare relay. */
export const STORES = ['memory', 'sqlite'] as const;

export type Store = (typeof STORES)[number];

/** Whose cost is measured: a bare relay's, and Switchboard's on each store. */
export const NAMES = ['relay', ...STORES] as const;

export type Name = (typeof NAMES)[number];

/** What a message may cost at most, in messages of the relay. */
export type Bars = Readonly<Record<Store, number>>;

export interface Scenario {
  readonly name: string;
  readonly protocol: Protocol;
  readonly load: Load;
  /** Every message has a `clientMessageId`. */
  readonly named: boolean;
  readonly bars: Bars | null;
}

const scenariosOf = (protocol: Protocol, bars: Bars): readonly Scenario[] => {
  const scenario = (load: Load): Scenario => ({
    name: load.name,
    protocol,
    load,
    named: false,
    bars: null,
  });
  const full = { ...scenario(inFlight(CONVERSATIONS)), bars };
  return [
    full,
    { ...full, name: `${full.name}, named`, named: true },
    scenario(inFlight(16)),
    scenario(perSecond(2_000)),
  ];
};

export const SCENARIOS: readonly Scenario[] = [
  ...scenariosOf(socketioProtocol, { memory: 1.2, sqlite: 1.5 }),
  ...scenariosOf(wsProtocol, { memory: 1.3, sqlite: 1.9 }),
];

export const PROTOCOLS: readonly Protocol[] = [socketioProtocol, wsProtocol];
