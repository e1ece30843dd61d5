/** What a person's token says of him; `null` where it says nothing. */
export interface Profile {
  readonly name: string | null;
  readonly firstName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
}

interface Known<Kind extends string> {
  readonly kind: Kind;
  readonly id: string;
  readonly profile: Profile;
}

export type Customer = Known<'customer'>;
export type Guest = Known<'guest'>;
/** Somebody without an account, known by nothing but the address that he gave: see `email-address.ts`. */
export type Contact = Known<'email'>;
/** Whose a conversation can be. */
export type Client = Customer | Guest | Contact;
export type Agent = Known<'agent'> & { readonly departments: readonly string[] };
/** A supervisor: reads everything and may hand over and close what others own. */
export type Admin = Known<'admin'>;
export type Staff = Agent | Admin;
export interface System {
  readonly kind: 'system';
}

/** Somebody, of whichever side. */
export type Person = Client | Staff;
/** Who acts. */
export type Actor = Person | System;

/** Names a person over all conversations; an agent who becomes an admin stays the same person. */
export type PersonKey = `${'customer' | 'guest' | 'email' | 'staff'}:${string}` | 'system';

/** Which side of a conversation somebody is on; a new kind of actor does not build until it has one. */
const SIDES: Readonly<Record<Actor['kind'], 'client' | 'staff' | 'none'>> = {
  customer: 'client',
  guest: 'client',
  email: 'client',
  agent: 'staff',
  admin: 'staff',
  system: 'none',
};

/** Whether what somebody of that kind has written is a client's word. */
export const writesAsClient = ({ kind }: Pick<Actor, 'kind'>): boolean => SIDES[kind] === 'client';

export const isStaff = (actor: Actor): actor is Staff => SIDES[actor.kind] === 'staff';

export const isClient = (actor: Actor): actor is Client => writesAsClient(actor);

export const personKey = (actor: Actor): PersonKey => {
  switch (actor.kind) {
    case 'customer':
    case 'guest':
    case 'email':
      return `${actor.kind}:${actor.id}`;
    case 'agent':
    case 'admin':
      return `staff:${actor.id}`;
    case 'system':
      return 'system';
  }
};

/** Everybody with an account or a guest's id who goes by that id. */
export const personsOf = (id: string): readonly PersonKey[] => [
  `staff:${id}`,
  `customer:${id}`,
  `guest:${id}`,
];

const idOf =
  (kind: 'guest' | 'customer') =>
  (key: PersonKey): string | null =>
    key.startsWith(`${kind}:`) ? key.slice(kind.length + 1) : null;

/** The id of the guest whom a key names; `null` where it names nobody of the kind. */
export const guestIdOf = idOf('guest');

/** The same of a customer. */
export const customerIdOf = idOf('customer');

export const noProfile: Profile = {
  name: null,
  firstName: null,
  email: null,
  phone: null,
  company: null,
};
