import type { GuestIds } from '../../../../application/ports/guest-ids.js';

/** How a guest's id is written for somebody: his own in its secret form, everybody else's in the public one. */
export type GuestForm = (id: string) => string;

/** For whoever is no guest. */
export const publicForm: GuestForm = (id) => id;

interface Person {
  readonly kind: string;
  readonly id?: string;
}

/** For one person: for the owner of a conversation, or for who calls. His secret form is made once for all. */
export const formFor = (guestIds: GuestIds, { kind, id: own }: Person): GuestForm => {
  let secret: string | undefined;
  return (id) => {
    if (kind !== 'guest' || own !== id) return id;
    secret ??= guestIds.credentialOf(id).reveal();
    return secret;
  };
};
