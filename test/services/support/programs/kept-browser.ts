/** A test process with a browser, which it never stops; prints the numbers of its processes. */
import { chromium } from 'playwright-core';
import { expectRight } from '../../../support/expect-either.js';
import { sharedBrowser } from '../../chromium/needs-chromium.js';

const { url, folder } = expectRight(await sharedBrowser());
const browser = await chromium.connectOverCDP(url, { artifactsDir: folder, isLocal: true });
await (await browser.newContext()).newPage();
const session = await browser.newBrowserCDPSession();
const { processInfo } = await session.send('SystemInfo.getProcessInfo');
process.stdout.write(`${processInfo.map(({ id }) => id).join(' ')}\n`);
// Stays as long as those who started it.
process.stdin.resume();
