import type { NewCode } from '../../src/application/ports/auth-codes.js';
import { personKey } from '../../src/domain/actor.js';
import { customer, guest } from './actors.js';

export const ALICE = personKey(customer('alice'));
export const BOB = personKey(customer('bob'));
export const VISITOR = personKey(guest());

let made = 0;

/** One that nobody had before: alice's, bound to her, unless said otherwise. */
export const newCode = (wish: Partial<NewCode> = {}): NewCode => {
  made += 1;
  return {
    id: `id ${made}`,
    key: `key ${made}`,
    target: ALICE,
    isBound: true,
    deviceInfo: null,
    ...wish,
  };
};
