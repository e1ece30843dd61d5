import { decodeProtectedHeader } from 'jose';
import type { TokenHeader } from './verification-keys.js';

/** What a token's header says, unverified; `null` where there is none, or it has members that must be understood (`crit`). */
export const tokenHeader = (token: string): TokenHeader | null => {
  try {
    const header = decodeProtectedHeader(token);
    return header.crit === undefined ? header : null;
  } catch {
    return null;
  }
};
