import type { Instant } from './ids.js';

/**
 * The public form of a guest's id, `guest_<milliseconds>_<22 of base62>` (design, section 5): it names him to
 * everybody, and opens nothing.
 */
const PUBLIC = /^guest_(\d{13})_[0-9A-Za-z]{22}$/;

/** When a guest's id was issued; `null` for what is none. */
export const issuedAt = (id: string): Instant | null => {
  const [, milliseconds] = PUBLIC.exec(id) ?? [];
  return milliseconds === undefined ? null : Number(milliseconds);
};

export const isGuestId = (id: string): boolean => PUBLIC.test(id);
