import { left } from 'fp-ts/lib/Either.js';
import { unavailable } from '../../domain/failure.js';
import { type Decided, eventsOf, hasMoved, type Waiting } from './decided.js';
import type { Refuse } from './lane-command.js';

/** A command whose appends others keep beating is given up, not tried for ever. */
const MAX_REFUSALS = 100;

/** Those who want what is taken hear so; gives the others. */
const withoutThose =
  (what: string, refusalOf: (decided: Decided) => Refuse | null) =>
  (batch: readonly Decided[]): readonly Decided[] => {
    const others: Decided[] = [];
    for (const decided of batch) {
      const refuse = refusalOf(decided);
      if (refuse === null) others.push(decided);
      else refuse();
    }
    if (others.length < batch.length) return others;
    const defect = new Error(`a ${what} is taken, and no command says what that means to it`);
    for (const { waiting } of others) waiting.command.reject(defect);
    return [];
  };

/** The place that they move to is taken. */
export const withoutMoved = withoutThose('slot', (decided) =>
  hasMoved(decided) ? decided.waiting.command.slotTaken : null,
);

/** The number of their ticket is taken. */
export const withoutTickets = withoutThose("ticket's number", (decided) =>
  eventsOf(decided).some(({ type }) => type === 'ticketOpened')
    ? decided.waiting.command.ticketTaken
    : null,
);

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
