import {
  type Admin,
  type Agent,
  type Contact,
  type Customer,
  type Guest,
  noProfile,
} from '../../src/domain/actor.js';

const named = (name: string) => ({
  ...noProfile,
  name,
  email: `${name.toLowerCase()}@example.com`,
});

export const customer = (id = 'alice'): Customer => ({
  kind: 'customer',
  id,
  profile: named(id),
});

export const guest = (id = 'guest_1'): Guest => ({ kind: 'guest', id, profile: noProfile });

export const contact = (id = 'alice@example.com'): Contact => ({
  kind: 'email',
  id,
  profile: { ...noProfile, email: id },
});

export const agent = (id = 'sarah', departments: readonly string[] = []): Agent => ({
  kind: 'agent',
  id,
  profile: named(id),
  departments,
});

export const admin = (id = 'root'): Admin => ({ kind: 'admin', id, profile: named(id) });
