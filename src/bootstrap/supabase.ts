import { type Environment, isExposed } from './token-keys.js';

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

/** Neither is of use without the other; refresh tokens go there. */
export const supabaseProblems = (environment: Environment): readonly string[] => {
  const [first, ...others] = NAMES.filter((name) => environment[name]?.trim());
  const problems = NAMES.filter(
    (name) => first !== undefined && others.length === 0 && name !== first,
  ).map((missing) => `${missing} must be set beside ${first ?? ''}`);
  const url = environment['SUPABASE_URL']?.trim() ?? '';
  if (environment['NODE_ENV']?.trim() === 'production' && isExposed(url)) {
    problems.push(
      'SUPABASE_URL must be https in production, save on this machine itself (127.0.0.1)',
    );
  }
  return problems;
};
