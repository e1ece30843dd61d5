import { isExposed } from './token-keys.js';

/** A project of Supabase, or what speaks as its Auth does. */
export interface Supabase {
  readonly url: string;
  readonly anonKey: string;
}

interface SupabaseVariables {
  readonly SUPABASE_URL: string | null;
  readonly SUPABASE_ANON_KEY: string | null;
}

export const supabase = ({
  SUPABASE_URL: url,
  SUPABASE_ANON_KEY: anonKey,
}: SupabaseVariables): Supabase | null =>
  url === null || anonKey === null ? null : { url, anonKey };

const NAMES = ['SUPABASE_URL', 'SUPABASE_ANON_KEY'] as const;

/**
 * Neither is of use without the other; refresh tokens go there.
 * @param url SUPABASE_URL as it is written, which may be wrong in more than one way
 */
export const supabaseProblems = (
  readable: Partial<SupabaseVariables> & { readonly NODE_ENV?: string },
  url = '',
): readonly string[] => {
  const [first, ...others] = NAMES.filter((name) => readable[name] !== null);
  const problems = NAMES.filter(
    (name) => first !== undefined && others.length === 0 && name !== first,
  ).map((missing) => `${missing} must be set beside ${first ?? ''}`);
  if (readable.NODE_ENV === 'production' && isExposed(url.trim())) {
    problems.push(
      'SUPABASE_URL must be https in production, save on this machine itself (127.0.0.1)',
    );
  }
  return problems;
};
