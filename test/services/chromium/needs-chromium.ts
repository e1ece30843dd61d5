import * as E from 'fp-ts/lib/Either.js';
import { type Browser, chromium } from 'playwright-core';
import { accepting } from '../hosts/accepting.js';
import { needs } from '../needs.js';
import { once } from '../once.js';
import { findProgram } from '../service-kind.js';
import { argumentsOf, CHROMIUM } from './chromium.js';

/** A browser that runs. */
interface RunningBrowser {
  /** Where it is controlled. */
  readonly url: string;
  /** Its own, and goes with it. */
  readonly folder: string;
}

/** One for all suites of this process, which ends with the process. Left why there is none. */
export const sharedBrowser = once(async (): Promise<E.Either<string, RunningBrowser>> => {
  const program = await findProgram(CHROMIUM);
  if (E.isLeft(program)) return program;
  const host = await program.right.open(1);
  const [room] = host.rooms;
  if (room === undefined) throw new Error('a host has as many rooms as were asked for');
  await accepting(room.port, await host.run(room, argumentsOf(room)));
  return E.right({ url: `http://127.0.0.1:${room.port}`, folder: room.folder });
});

/**
 * Has the suite around it run with a real browser, or be skipped.
 * @returns gives the browser; each visitor is a context of his own, to be closed after the test
 */
export const needsChromium = (): (() => Browser) => {
  const running = needs('chromium', sharedBrowser);
  let browser: Browser | undefined;
  before(async () => {
    const { url, folder } = running();
    browser = await chromium.connectOverCDP(url, { artifactsDir: folder, isLocal: true });
  });
  after(() => browser?.close());
  return () => {
    if (browser === undefined) throw new Error('a browser is there within the suite only');
    return browser;
  };
};
