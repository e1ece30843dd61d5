import * as E from 'fp-ts/lib/Either.js';
import { localHost } from '../hosts/local-host.js';
import type { OpenHost } from '../hosts/host.js';
import { type Environment, runToEnd } from './commands.js';

/** A program that can be run as a server. */
export interface Program {
  readonly open: OpenHost;
  /** What it is and where it came from, for people. */
  readonly origin: string;
}

/** Looks for a program; Left why there is none. */
export type Way = () => Promise<E.Either<string, Program>>;

/** With which most programs say their version. */
const VERSION = ['--version'];

/** A file that says its version when it is run; Left why it does not. */
export const localProgram = async (
  path: string,
  origin: string,
  environment: Environment,
  versionArguments: readonly string[] = VERSION,
): Promise<E.Either<string, Program>> => {
  const printed = await runToEnd([path, ...versionArguments], environment);
  if (E.isLeft(printed)) return E.left(`${path} does not run: ${printed.left}`);
  const version = printed.right.split('\n')[0]?.trim() ?? '';
  return E.right({ open: localHost(path), origin: `${version}, ${path}, ${origin}` });
};

/** The first of these that gives a program; Left why each does not. */
export const firstThatWorks = async (ways: readonly Way[]): Promise<E.Either<string, Program>> => {
  const reasons: string[] = [];
  for (const way of ways) {
    const found = await way();
    if (E.isRight(found)) return found;
    reasons.push(found.left.replaceAll(/\s+/g, ' '));
  }
  return E.left(reasons.join('; '));
};
