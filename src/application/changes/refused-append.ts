import { left } from 'fp-ts/lib/Either.js';
import { unavailable } from '../../domain/failure.js';
import { type Decided, hasMoved, type Waiting } from './decided.js';

/** A command whose appends others keep beating is given up, not tried for ever. */
const MAX_REFUSALS = 100;

/** The place that they move to is taken: those who moved hear so; gives the others. */
export const withoutMoved = (batch: readonly Decided[]): readonly Decided[] => {
  const others: Decided[] = [];
  for (const decided of batch) {
    const { slotTaken } = decided.waiting.command;
    if (slotTaken !== null && hasMoved(decided)) slotTaken();
    else others.push(decided);
  }
  if (others.length < batch.length) return others;
  const defect = new Error('a slot is taken, and no command says what that means to it');
  for (const { waiting } of others) waiting.command.reject(defect);
  return [];
};

/** Its first message opened a conversation before. */
export const withoutOpening = (batch: readonly Decided[]): readonly Decided[] =>
  batch.filter(({ waiting: { command } }) => {
    command.repeated?.();
    return command.repeated === null;
  });

/** A name that they bear is stored already: those whose it is hear so; gives the others. */
export const withoutRepeated = async (
  batch: readonly Decided[],
  isAnswered: (waiting: Waiting) => Promise<boolean>,
): Promise<readonly Decided[]> => {
  const answered = await Promise.all(batch.map(({ waiting }) => isAnswered(waiting)));
  const others = batch.filter((_, index) => answered[index] === false);
  for (const { waiting } of others) waiting.vetted = true;
  return others;
};

/** Those that are worth another try; the others have had their hundred. */
export const worthAnotherTry = (batch: readonly Decided[]): readonly Waiting[] =>
  batch
    .map(({ waiting }) => waiting)
    .filter((waiting) => {
      waiting.refusals += 1;
      if (waiting.refusals < MAX_REFUSALS) return true;
      waiting.command.answer(left(unavailable));
      return false;
    });
