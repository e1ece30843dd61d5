import * as E from 'fp-ts/lib/Either.js';
import { requiredServices, type ServiceName } from './required.js';
import { tellOnce } from './tell.js';

/** A server may have to be fetched and started first. */
const PATIENCE = 600_000;

/**
 * Has the suite around it run with a service; where there is none, it is skipped with all in it, or fails
 * if REQUIRE_SERVICES names the service.
 * @param find Left why there is none; asked by each suite, so it should remember
 * @returns gives the service, from a hook or a test of the suite
 */
export const needs = <Service>(
  name: ServiceName,
  find: () => Promise<E.Either<string, Service>>,
): (() => Service) => {
  let found: E.Either<string, Service> = E.left('it is there within the suite only');
  before(`has ${name}`, async function () {
    this.timeout(PATIENCE);
    const required = requiredServices(process.env['REQUIRE_SERVICES']);
    found = await find();
    if (E.isRight(found)) return;
    const text = `${name} is not there: ${found.left}. See "Servers for the tests" in README.md`;
    if (required.includes(name)) throw new Error(text);
    tellOnce(`${text}. What needs it is skipped.`);
    this.skip();
  });
  return () => {
    if (E.isLeft(found)) throw new Error(`${name}: ${found.left}`);
    return found.right;
  };
};
