import type { Rate } from '../../application/ports/rate-limiter.js';
import type { Variable } from './variable.js';

/** The default as somebody would set it; empty where none could be. */
export const defaultText = ({ fallback }: Variable): string => {
  const value: unknown = fallback;
  if (Array.isArray(value)) return value.join(',');
  if (typeof value === 'object' && value !== null) {
    const { limit, seconds } = value as Rate;
    return `${limit}/${seconds}`;
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
};
