import { left, right, type TaskEither } from 'fp-ts/lib/TaskEither.js';
import type { UseCases } from '../../../../../src/application/use-cases/use-cases.js';
import type { Failure } from '../../../../../src/domain/failure.js';
import { toConversationId } from '../../../../../src/domain/ids.js';

const ASKED = toConversationId('00000000-0000-7000-8000-000000000001');

export class Reached extends Error {}

const every = (run: () => TaskEither<Failure, never>): UseCases =>
  new Proxy({} as UseCases, { get: () => run });

/** Whatever is asked of them shows that it was; but which conversation a number is of is only what is asked of. */
export const reaching: UseCases = new Proxy(
  every(() => {
    throw new Reached();
  }),
  {
    get: (cases, name) =>
      name === 'identifyNumber' ? () => right(ASKED) : cases[name as keyof UseCases],
  },
);

export const failing = (failure: Failure): UseCases => every(() => left(failure));
