import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { until } from '../../support/until.js';
import { testProcess } from '../support/test-process.js';
import { needsChromium } from './needs-chromium.js';

const isRunning = (pid: string): boolean => {
  try {
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
};

describe('a suite that needs Chromium', () => {
  const browser = needsChromium();
  let visitor: BrowserContext;

  beforeEach(async () => {
    visitor = await browser().newContext();
  });
  afterEach(() => visitor.close());

  it('is given a browser that runs what a page says', async () => {
    const page = await visitor.newPage();
    await page.setContent(
      '<p>not yet</p><script>document.querySelector("p").append(6 * 7)</script>',
    );
    expect(await page.locator('p').innerText()).to.equal('not yet42');
  });

  it('has nothing of one visitor in another', async () => {
    await visitor.addCookies([{ name: 'a', value: 'b', url: 'http://localhost' }]);
    const other = await browser().newContext();
    expect(await other.cookies()).to.deep.equal([]);
    await other.close();
  });

  it('leaves no process and no file when its tests are killed', async () => {
    const temporary = temporaryFolder();
    const tests = testProcess('kept-browser', [], { TMPDIR: temporary.path });
    const pids = (await tests.line).split(' ');
    expect(readdirSync(temporary.path)).to.have.length.above(0);
    expect(pids.filter(isRunning)).to.have.length.above(1);
    tests.child.kill('SIGKILL');
    await tests.gone;
    // Those that its first process started notice its end by themselves.
    await until(() => !pids.some(isRunning));
    expect(readdirSync(temporary.path)).to.deep.equal([]);
    temporary.remove();
  });
});
