import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { temporaryFolder } from '../../support/temporary-folder.js';
import type { ChatTab } from './chat-tab.js';

/** A file of somebody's, as his browser knows it. */
export interface OwnFile {
  readonly name: string;
  /** What his system takes it for. */
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export const textFile = (name: string, text: string): OwnFile => ({
  name,
  mimeType: 'text/plain',
  buffer: Buffer.from(text),
});

/** How somebody hands files to the page. */
export type Way = 'dropped' | 'pasted';

const EVENTS: Readonly<Record<Way, (data: string) => string>> = {
  dropped: (data) => `new DragEvent('drop', { dataTransfer: ${data}, ...told })`,
  pasted: (data) => `new ClipboardEvent('paste', { clipboardData: ${data}, ...told })`,
};

/** Somebody's files on the page, and on his disk until he is done with them. */
export class FileHand {
  private readonly disk = temporaryFolder();

  constructor(private readonly page: ChatTab) {}

  get folder(): string {
    return this.disk.path;
  }

  close(): void {
    this.disk.remove();
  }

  /** Attaches them by the button. */
  async attach(files: readonly OwnFile[]): Promise<void> {
    const opened = this.page.tab.waitForEvent('filechooser');
    await this.page.press('Attach');
    const paths = files.map(({ name, buffer }) => {
      const path = join(this.disk.path, name);
      writeFileSync(path, buffer);
      return path;
    });
    await (await opened).setFiles(paths);
  }

  /**
   * Hands them over where one writes.
   * @param beside what goes with them, by its type
   * @returns whether the page has done with them what it does, rather than leave them to the browser
   */
  hand(
    way: Way,
    { name, mimeType, buffer }: OwnFile,
    beside: Readonly<Record<string, string>> = {},
  ): Promise<boolean> {
    return this.page.tab.evaluate<boolean>(`{
      const data = new DataTransfer();
      const bytes = Uint8Array.from(atob('${buffer.toString('base64')}'), (one) => one.charCodeAt(0));
      data.items.add(new File([bytes], ${JSON.stringify(name)}, { type: '${mimeType}' }));
      for (const [type, text] of Object.entries(${JSON.stringify(beside)})) data.setData(type, text);
      const told = { bubbles: true, cancelable: true };
      !document.getElementById('message').dispatchEvent(${EVENTS[way]('data')});
    }`);
  }

  /** What is about to be sent. */
  get chosen(): Locator {
    return this.page.tab.getByRole('list', { name: 'Files to be sent' }).getByRole('listitem');
  }

  /** Files of messages. */
  get sent(): Locator {
    return this.page.tab.getByRole('list', { name: 'Files', exact: true }).getByRole('listitem');
  }

  /** Resolves with the width of a picture once it is drawn, in its own pixels. */
  async widthOf(description: string): Promise<number> {
    await this.page.tab.getByRole('img', { name: description }).waitFor();
    return this.page.tab.evaluate<number>(`{
      const image = document.querySelector('img[alt^="${description}"]');
      image.decode().then(() => image.naturalWidth);
    }`);
  }
}
