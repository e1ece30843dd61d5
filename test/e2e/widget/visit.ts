import { EventEmitter, once } from 'node:events';
import { expect } from 'chai';
import type { BrowserContext, Page } from 'playwright-core';

/** Milliseconds; what should happen happens far sooner. */
const PATIENCE = 10_000;

/** A message as the widget shows it: what its sender is, and what a person reads. */
export type Line = readonly [sender: string, text: string];

const OPENED = `(() => {
  document.getElementById('support-widget-btn').click();
  return document.getElementById('support-widget').style.display === 'block';
})()`;

const LINES = `[...document.querySelectorAll('#messages-container > .message')].map((element) => [
  element.className.replace('message ', ''),
  element.querySelector('.message-content').textContent.replaceAll('\\u200b', ''),
])`;

/** A packet of Engine.IO: from then on its client uses the WebSocket alone. */
const UPGRADE = '5';

/** The widget in a tab of a visitor's browser. */
export class Visit {
  private isUpgraded = false;
  private readonly link = new EventEmitter();

  private constructor(readonly tab: Page) {
    const become = (isUpgraded: boolean): void => {
      this.isUpgraded = isUpgraded;
      this.link.emit('change');
    };
    tab.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        if (payload === UPGRADE) become(true);
      });
      socket.once('close', () => become(false));
    });
  }

  /** Comes to the page, and clicks at the widget until it opens: it does once it has its conversation. */
  static async begin(visitor: BrowserContext, url: string): Promise<Visit> {
    const visit = new Visit(await visitor.newPage());
    await visit.tab.goto(url);
    await visit.open();
    return visit;
  }

  async reload(): Promise<void> {
    await this.tab.reload();
    await this.open();
  }

  /** Resolves when its socket has gone over to a WebSocket, and that is there yet. */
  async upgraded(): Promise<void> {
    while (!this.isUpgraded) await once(this.link, 'change');
  }

  /** Resolves when that is there no more. */
  async dropped(): Promise<void> {
    while (this.isUpgraded) await once(this.link, 'change');
  }

  /** Types it, and presses Enter or the button. */
  async say(text: string, by: 'Enter' | 'button' = 'Enter'): Promise<void> {
    await this.tab.locator('#message-input').fill(text);
    if (by === 'Enter') await this.tab.locator('#message-input').press('Enter');
    else await this.tab.locator('#send-btn').click();
  }

  lines(): Promise<readonly Line[]> {
    return this.tab.evaluate<readonly Line[]>(LINES);
  }

  /** Waits until it shows exactly these, in this order. */
  async shows(lines: readonly Line[]): Promise<void> {
    const written = JSON.stringify(JSON.stringify(lines));
    const shown = `JSON.stringify(${LINES}) === ${written}`;
    await this.tab.waitForFunction(shown, undefined, { timeout: PATIENCE }).catch(() => undefined);
    expect(await this.lines()).to.deep.equal(lines);
  }

  /** What the page keeps. */
  kept(name: 'guestId' | 'jwt_token'): Promise<string | null> {
    return this.tab.evaluate<string | null>(`localStorage.getItem('${name}')`);
  }

  private async open(): Promise<void> {
    await this.tab.waitForFunction(OPENED, undefined, { timeout: PATIENCE });
  }
}
