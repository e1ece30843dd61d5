import type { DialectName } from '../../../../../src/bootstrap/dialects.js';
import type { Actor } from '../../../../../src/domain/actor.js';
import type { InMemory } from '../../../../support/in-memory.js';
import { supportSamples } from './support-samples.js';

/** What somebody asks of a row, to be answered. */
export interface Sample {
  readonly by: Actor;
  readonly input: unknown;
}

/** By the names of rows; asked in the order in which they stand. */
export type SamplesByRow = Readonly<Record<string, readonly Sample[]>>;

/** What is asked of each row of a dialect, once what it needs is there. */
export const answeredSamples: Readonly<
  Record<DialectName, (world: InMemory) => Promise<SamplesByRow>>
> = {
  support: supportSamples,
};
