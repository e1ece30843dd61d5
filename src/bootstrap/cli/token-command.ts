import { Command, InvalidArgumentError, Option } from 'commander';
import jwt from 'jsonwebtoken';
import { idFault } from '../../domain/person-id.js';
import { MAX_TOKEN } from '../../application/use-cases/authenticate.js';
import type { Config } from '../config.js';
import { developmentSecret } from '../development-secret.js';
import { type EnvFileOptions, envFileOption } from './env-file.js';
import { fail } from './fail.js';
import { loadConfig } from './load-config.js';

interface TokenOptions extends EnvFileOptions {
  readonly role: string;
  readonly sub: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly departments?: readonly string[];
  readonly expiresIn: number;
}

const seconds = (value: string): number => {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) {
    throw new InvalidArgumentError('It must be a whole number of seconds.');
  }
  return number;
};

const personId = (value: string): string => {
  const fault = idFault(value);
  if (fault !== null) throw new InvalidArgumentError(`It ${fault}.`);
  return value;
};

const CANNOT = {
  'public key':
    'JWT_PUBLIC_KEY can check tokens and make none: whoever has its private key does that',
  'key set':
    'JWKS_URL has keys that check tokens and make none: whoever has the private ones does that',
} as const;

/** Whoever runs it in another folder than the server's would find out by a 401 alone. */
const sayMade = (file: string): void => {
  process.stderr.write(
    `There was no secret, so one was made: ${file}. Its tokens are for a server with the same DATA_DIR; ` +
      'where one runs already, run this in its folder and with its environment.\n',
  );
};

/** The server's own; ends the process where it has none that signs. */
export const secretOf = ({ tokenKeys, dataDir }: Config): string => {
  if (tokenKeys.kind === 'secret') return tokenKeys.secret;
  if (tokenKeys.kind !== 'development') {
    const instead = 'For development, run the server and this command with neither.';
    return fail(`${CANNOT[tokenKeys.kind]}. ${instead}`);
  }
  try {
    return developmentSecret(dataDir, sayMade);
  } catch (error) {
    return fail(error);
  }
};

const mint = (options: TokenOptions): void => {
  const { role, sub, name, email, phone, departments, expiresIn } = options;
  const config = loadConfig(options);
  const { jwtIssuer, jwtAudience } = config;
  const claims = {
    role,
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    ...(phone === undefined ? {} : { phone_number: phone }),
    ...(departments === undefined ? {} : { departments }),
  };
  const token = jwt.sign(claims, secretOf(config), {
    algorithm: 'HS256',
    subject: sub,
    expiresIn,
    ...(jwtIssuer === null ? {} : { issuer: jwtIssuer }),
    ...(jwtAudience === null ? {} : { audience: jwtAudience }),
  });
  if (token.length > MAX_TOKEN) {
    fail(`The token would be ${token.length} characters long, and the server takes ${MAX_TOKEN}.`);
  }
  process.stdout.write(`${token}\n`);
};

export const tokenCommand = (): Command =>
  new Command('token')
    .description(
      "Mint a token for development, with the server's own secret: JWT_SECRET, or the one in DATA_DIR. With JWT_PUBLIC_KEY or JWKS_URL there is none.",
    )
    .addOption(
      new Option('--role <role>', 'whom the token is for')
        .choices(['customer', 'agent', 'admin'])
        .makeOptionMandatory(),
    )
    .requiredOption('--sub <id>', "the person's id", personId)
    .option('--name <name>', 'shown to others')
    .option('--email <email>')
    .option('--phone <number>')
    .option('--departments <ids...>', "an agent's departments")
    .option('--expires-in <seconds>', 'lifetime', seconds, 86_400)
    .addOption(envFileOption())
    .action(mint);
