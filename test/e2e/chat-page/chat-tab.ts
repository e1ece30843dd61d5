import { expect } from 'chai';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { until } from '../../support/until.js';

/** Document 003, "Example Implementation". */
export const PAGE = '/examples/websocket-chat-client.html';

/** Milliseconds; what should happen happens far sooner. */
const PATIENCE = 10_000;

/** A message as it is read: who wrote it, as what, the text, and what came of it where that is said. */
export type Shown = readonly [name: string, role: string, text: string, state?: string];

/** What came of a message stands at its end. */
const STATE = ':scope > p:last-child:not(.who, .text)';

const MESSAGES = `[...document.querySelectorAll('#messages > li')].map((item) =>
  [...item.querySelectorAll('strong, .badge, .text, ${STATE} > span, ${STATE}:not(:has(span))')].map(
    ({ textContent }) => textContent,
  ),
)`;

/** The page in a tab of somebody's browser. All is found as a screen reader would: by roles, labels and names. */
export class ChatTab {
  private constructor(
    readonly tab: Page,
    /** What the browser complained of: errors of the script, and what its policy has kept from running. */
    readonly complaints: readonly string[],
  ) {}

  static async open(browser: BrowserContext, url: string, ticketId?: string): Promise<ChatTab> {
    const tab = await browser.newPage();
    tab.setDefaultTimeout(PATIENCE);
    const complaints: string[] = [];
    tab.on('pageerror', (error) => complaints.push(String(error)));
    tab.on('console', (message) => {
      // That the server is away for a while is no fault of the page's.
      const isOfNetwork = /net::ERR_|WebSocket|Failed to load resource/.test(message.text());
      if (message.type() === 'error' && !isOfNetwork) complaints.push(message.text());
    });
    await tab.goto(`${url}${PAGE}${ticketId === undefined ? '' : `#ticket=${ticketId}`}`);
    return new ChatTab(tab, complaints);
  }

  async signIn(token: string): Promise<void> {
    await this.tab.getByLabel('Your token').fill(token);
    await this.press('Sign in');
  }

  press(name: string): Promise<void> {
    return this.tab.getByRole('button', { name, exact: true }).click();
  }

  /** Resolves when the page says it where somebody who cannot see it hears of it too. */
  async says(role: 'status' | 'alert', words: string): Promise<void> {
    const said = this.tab.getByRole(role).filter({ hasText: words });
    await said.first().waitFor({ state: 'attached' });
  }

  /** Resolves when the first line says so: connected, or not. */
  async is(state: 'Connected' | 'Server away' | 'Not connected'): Promise<void> {
    await this.tab.locator('#link', { hasText: new RegExp(`^${state}$`) }).waitFor();
  }

  async openTicket(subject: string, message: string): Promise<void> {
    await this.tab.getByText('Open a ticket').click();
    await this.tab.getByLabel('Subject').fill(subject);
    await this.tab.getByLabel('First message').fill(message);
    await this.press('Open');
  }

  ticket(subject: string): Locator {
    return this.tab.getByRole('link').filter({ has: this.tab.getByText(subject, { exact: true }) });
  }

  async join(subject: string): Promise<void> {
    await this.ticket(subject).click();
    await this.isIn(subject);
  }

  async isIn(subject: string): Promise<void> {
    await this.tab.getByRole('heading', { name: subject, exact: true }).waitFor();
  }

  /** The id of the ticket that is open. */
  get ticketId(): string {
    return new URL(this.tab.url()).hash.replace('#ticket=', '');
  }

  get box(): Locator {
    return this.tab.getByLabel('Message', { exact: true });
  }

  async say(text: string): Promise<void> {
    await this.box.fill(text);
    await this.box.press('Enter');
  }

  /** What an element says from now on, one after the other. */
  async changes(selector: string): Promise<() => Promise<readonly string[]>> {
    const said = `changesOf${selector.slice(1)}`;
    await this.tab.evaluate(`{
      const element = document.querySelector('${selector}');
      window.${said} = [];
      new MutationObserver(() => window.${said}.push(element.textContent)).observe(element, {
        childList: true,
      });
    }`);
    return () => this.tab.evaluate<readonly string[]>(`window.${said}`);
  }

  /** Sends it without having typed it. */
  paste(text: string): Promise<void> {
    return this.tab.evaluate(`{
      document.getElementById('message').value = ${JSON.stringify(text)};
      document.getElementById('composer').requestSubmit();
    }`);
  }

  messages(): Promise<readonly Shown[]> {
    return this.tab.evaluate<readonly Shown[]>(MESSAGES);
  }

  /** Waits until it shows exactly these, in this order. */
  async shows(messages: readonly Shown[]): Promise<void> {
    const written = JSON.stringify(messages);
    // Not by `waitForFunction`, which the page's policy refuses: it evaluates text within the page.
    const isShown = async (): Promise<boolean> => JSON.stringify(await this.messages()) === written;
    await until(isShown).catch(() => undefined);
    expect(await this.messages()).to.deep.equal(messages);
  }
}
