import { left, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { UseCases } from '../../../../../src/application/use-cases/use-cases.js';
import type { Failure } from '../../../../../src/domain/failure.js';

export class Reached extends Error {}

const every = (run: () => TaskEither<Failure, never>): UseCases =>
  new Proxy({} as UseCases, { get: () => run });

/** Whatever is asked of them shows that it was. */
export const reaching = every(() => {
  throw new Reached();
});

export const failing = (failure: Failure): UseCases => every(() => left(failure));
