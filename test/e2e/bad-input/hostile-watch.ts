import { expect } from 'chai';
import { expectSame } from '../../support/expect-same.js';
import type { HostileGround } from './hostile-ground.js';
import type { Person } from './hostile-people.js';

/** Something hostile, as it is asked. */
export interface Case {
  readonly what: string;
  /** Whether it can be nothing but refused. */
  readonly isWrong: boolean;
}

/**
 * Asks, and is told whether it was refused; what is refused has been stored nowhere, and told to nobody.
 *
 * @throws Error that names the case
 */
export const watched = async (
  ground: HostileGround,
  { known }: Person,
  { what, isWrong }: Case,
  ask: () => Promise<boolean>,
): Promise<void> => {
  const seen = () => ({ stored: ground.stored(), told: ground.told(known['conversationId']) });
  const before = seen();
  const isRefused = await ask().catch((error: unknown) => {
    throw new Error(what, { cause: error });
  });
  if (isWrong) expectSame(isRefused, true, `${what} is refused`);
  if (isRefused) expectSame(seen(), before, what);
};

/** Whatever was asked, no fault of the server's has come of it, nor anything for all objects. */
export const expectUnharmed = (ground: HostileGround): void => {
  expect(ground.errors()).to.deep.equal([]);
  const every = {} as Readonly<Record<string, unknown>>;
  for (const field of ['conversationId', 'messageId', 'messageType', 'x', 'role']) {
    expect(every[field], `${field} of the prototype`).to.equal(undefined);
  }
};
