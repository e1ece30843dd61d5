import { isLeft } from 'fp-ts/lib/Either.js';
import * as t from 'io-ts';
import { FILES } from './groups/files.js';
import { HEARTBEAT } from './groups/heartbeat.js';
import { LIMITS } from './groups/limits.js';
import { LISTENING } from './groups/listening.js';
import { PROTOCOLS } from './groups/protocols.js';
import { RUNNING } from './groups/running.js';
import { STORAGE } from './groups/storage.js';
import { TOKENS } from './groups/tokens.js';
import { WEB_SESSIONS } from './groups/web-sessions.js';
import type { VariableGroup } from './variable.js';

/** What the help, README.md and .env.example list, under these titles. */
export const GROUPS: Readonly<Record<string, VariableGroup>> = {
  'Where it listens': LISTENING,
  'What it keeps, and where': STORAGE,
  'Tokens and secrets': TOKENS,
  'Sessions of web clients': WEB_SESSIONS,
  'What it speaks, and with whom': PROTOCOLS,
  'Files that people send': FILES,
  'How much of anything': LIMITS,
  'Connections that fall silent': HEARTBEAT,
  'How it runs': RUNNING,
};

type CodecsOf<G extends VariableGroup> = { readonly [Name in keyof G]: G[Name]['codec'] };

const codecsOf = <G extends VariableGroup>(group: G): CodecsOf<G> =>
  Object.fromEntries(
    Object.entries(group).map(([name, { codec }]) => [name, codec]),
  ) as CodecsOf<G>;

/** Every variable that is read, with its default. */
export const Variables = t.type(
  codecsOf({
    ...LISTENING,
    ...STORAGE,
    ...TOKENS,
    ...WEB_SESSIONS,
    ...PROTOCOLS,
    ...FILES,
    ...LIMITS,
    ...HEARTBEAT,
    ...RUNNING,
  }),
);

export type Values = t.TypeOf<typeof Variables>;

/** As a process has it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What of an environment can be read, and the defaults of what is not set; what cannot be read is not there. */
export const readableIn = (environment: Environment): Partial<Values> =>
  Object.fromEntries(
    Object.entries(Variables.props).flatMap(([name, codec]) => {
      const decoded = codec.decode(environment[name]);
      return isLeft(decoded) ? [] : [[name, decoded.right]];
    }),
  );
