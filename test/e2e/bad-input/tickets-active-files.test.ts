import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';
import { needsChromium } from '../../services/chromium/needs-chromium.js';
import { KNOWN, TEXTS } from '../../contract/file-samples.js';
import { placeInFolder } from '../../support/bound-stores.js';
import { type FilesGround, filesGround } from '../support/files-ground.js';
import type { TicketsAttachment } from '../support/tickets-clients.js';
import { CONNECTIONS, fileOf, type Sender, sender, takenFile } from './file-senders.js';

/** Reaches the page that it stands in, and the one around that. */
const RUN = `for (const one of [window, parent, opener]) if (one) { one.hacked = 1; one.document.title = 'hacked'; }`;
const SCRIPT = `<script>${RUN}</script>`;
const HTML = `<!doctype html><title>x</title>${SCRIPT}<img src=x onerror="${RUN}">`;
const SVG = `<svg xmlns="http://www.w3.org/2000/svg" onload="${RUN}"><script>${RUN}</script></svg>`;

const htmlAfter = (beginning: Buffer = Buffer.alloc(0)): Buffer =>
  Buffer.concat([beginning, Buffer.from(HTML)]);

/** Files that would run if a browser took them for what they are, or for what they are called. */
const ACTIVE: Readonly<Record<string, Buffer>> = {
  HTML: Buffer.from(HTML),
  SVG: Buffer.from(SVG),
  'SVG with a declaration': Buffer.from(`<?xml version="1.0"?>${SVG}`),
  'HTML in UTF-16': Buffer.from(`\ufeff${HTML}`, 'utf16le'),
  'HTML in Windows-1252': Buffer.from(`Gerät \x80 ${HTML}`, 'latin1'),
  'HTML of which UTF-7 would be made': Buffer.from(
    `é+ADw-script+AD4-${RUN}+ADw-/script+AD4-`,
    'latin1',
  ),
  'a script': Buffer.from(RUN),
  'a GIF that is a script': Buffer.from(`GIF89a=0;${RUN}`),
  'HTML after a PNG': htmlAfter(KNOWN['image/png']),
  'HTML after a JPEG': htmlAfter(KNOWN['image/jpeg']),
  'HTML after a PDF': htmlAfter(KNOWN['application/pdf']),
  'the text of the samples': TEXTS['HTML'] ?? Buffer.alloc(0),
};

/** Ways in which a page of the same origin may have it. */
const EMBEDDED = (url: string): readonly string[] =>
  ['iframe', 'embed', 'img', 'script'].map((tag) => `<${tag} src="${url}"></${tag}>`);

describe('files that would run in a browser', function () {
  this.timeout(60_000);
  const browser = needsChromium();
  let ground: FilesGround;
  let by: Sender;
  let context: BrowserContext;
  let happened: string[];

  before(async () => {
    ground = await filesGround(placeInFolder('memory'));
    by = await sender(ground, CONNECTIONS['ws'] ?? expect.fail);
  });
  after(async () => {
    by.client.close();
    await ground.stop();
  });
  beforeEach(async () => {
    context = await browser().newContext();
    happened = [];
  });
  afterEach(() => context.close());

  const openTab = async (): Promise<Page> => {
    const tab = await context.newPage();
    tab.setDefaultTimeout(10_000);
    tab.on('dialog', (dialog) => {
      happened.push(dialog.message());
      void dialog.dismiss();
    });
    return tab;
  };

  const stored = (bytes: Buffer): Promise<TicketsAttachment> =>
    takenFile(by, fileOf('holiday.jpg', bytes, 'image/jpeg'));

  /** In the page, and in all that it has opened. */
  const expectNothingRan = async (tab: Page, what: string): Promise<void> => {
    for (const frame of tab.frames()) {
      const seen = await frame.evaluate(`[window.hacked ?? 0, document.title]`);
      expect(seen, what).to.not.include('hacked').and.not.include(1);
    }
    expect(happened, what).to.deep.equal([]);
  };

  for (const [what, bytes] of Object.entries(ACTIVE)) {
    it(`${what} as .jpg, opened by its link, shows or saves it and runs nothing`, async () => {
      const { url } = await stored(bytes);
      const tab = await openTab();
      // A download is no page, and leaves the one before.
      const opened = await tab.goto(url).catch((error: unknown) => String(error));
      if (typeof opened === 'string') expect(opened).to.match(/Download is starting|ERR_ABORTED/);
      await expectNothingRan(tab, what);
    });

    it(`${what} as .jpg, within a page of the same origin, runs nothing`, async () => {
      const { path } = await stored(bytes);
      const tab = await openTab();
      const page = `${ground.url}/page`;
      const body = `<!doctype html><title>page</title>${EMBEDDED(path).join('')}`;
      await context.route(page, (route) => route.fulfill({ contentType: 'text/html', body }));
      const asked = tab.waitForResponse((response) => response.url().endsWith(path));
      await tab.goto(page);
      await asked;
      await expectNothingRan(tab, what);
    });
  }

  it('would be seen if they ran', async () => {
    const tab = await openTab();
    await tab.setContent(HTML);
    const seen = await tab.evaluate(`[window.hacked ?? 0, document.title]`);
    expect(seen).to.deep.equal([1, 'hacked']);
  });
});
