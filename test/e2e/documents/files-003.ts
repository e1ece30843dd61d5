import { expect } from 'chai';
import { KNOWN } from '../../contract/file-samples.js';
import { EICAR } from '../support/eicar-clamd.js';
import type { TicketsAttachment, TicketsMessage } from '../support/tickets-clients.js';
import type { Check } from './endpoints-004.js';
import { textsOf } from './page-003.js';
import { AUTHENTICATE, JOIN, playing, RECEIVE, type Scene } from './programs-003.js';

const WITH_FILES = 'Message with File Attachments';
const FILES_ONLY = 'Files Only (No Text)';
const SIZES = '2. File Size Limits';
const MOST = 10 * 1024 * 1024;

const PNG = new File([Uint8Array.from(KNOWN['image/png'] ?? [])], 'screen.png', {
  type: 'image/png',
});
const LETTER = new File(['Dear support,\n'], 'letter.txt', { type: 'text/plain' });

/** As much as the document’s program asks of a browser’s. */
class FileReader {
  result: string | null = null;
  onload: (() => void) | null = null;
  onerror: ((error: unknown) => void) | null = null;

  readAsDataURL(file: File): void {
    file.arrayBuffer().then(
      (bytes) => {
        this.result = `data:${file.type};base64,${Buffer.from(bytes).toString('base64')}`;
        this.onload?.();
      },
      (error: unknown) => this.onerror?.(error),
    );
  }
}

/** A page with a field in which these files were chosen. */
const choosing = (files: readonly File[]) => ({
  FileReader,
  document: {
    getElementById: (id: string) => {
      expect(id).to.equal('fileInput');
      return { files };
    },
  },
});

const expectOpens = async (attachment: TicketsAttachment | undefined, file: File) => {
  if (attachment === undefined) return expect.fail(`nothing came of ${file.name}`);
  const { originalname, mimetype, size, url } = attachment;
  expect([originalname, mimetype, size]).to.deep.equal([file.name, file.type, file.size]);
  const response = await fetch(url);
  expect(response.status).to.equal(200);
  expect(await response.bytes()).to.deep.equal(new Uint8Array(await file.arrayBuffer()));
};

const expectOpenTo = async ({ staff }: Scene, text: string, files: readonly File[]) => {
  const { data } = await staff.next('new_message');
  expect(data.message).to.equal(text);
  expect(data.attachments).to.have.length(files.length);
  for (const [index, file] of files.entries()) await expectOpens(data.attachments[index], file);
};

/** By the document's program; what it made of the files goes on to its next. */
const sendFiles = ({ page }: Scene, files: readonly File[]) =>
  page.run(WITH_FILES, choosing(files));

const withText = playing(async (scene) => {
  const { page, url, ticketId } = scene;
  await page.run(JOIN);
  await page.told('log');
  await page.run(RECEIVE);
  await sendFiles(scene, [PNG, LETTER]);
  await expectOpenTo(scene, 'Check out these files!', [PNG, LETTER]);
  expect(await page.told('log')).to.deep.equal(['New message from:', 'John Doe']);
  expect(await page.told('log')).to.deep.equal(['Message text:', 'Check out these files!']);
  for (const { name } of [PNG, LETTER]) {
    expect(await page.told('log')).to.deep.equal(['Attachment:', name]);
    const [what, link] = await page.told('log');
    expect(what).to.equal('Download URL:');
    expect(link)
      .to.be.a('string')
      .and.satisfy((text: string) => text.startsWith(`${url}/uploads/chat/`));
  }
  expect(await textsOf(page, ticketId)).to.deep.equal(['Check out these files!']);
});

const send = async ({ page, ticketId }: Scene, file: File, more: object = {}) => {
  const data = Buffer.from(await file.arrayBuffer()).toString('base64');
  const attachments = [{ name: file.name, type: file.type, data, ...more }];
  return (await page.socket.emitWithAck('send_message', {
    ...{ ticketId, message: '', attachments },
  })) as { readonly data?: TicketsMessage; readonly code?: string; readonly message?: string };
};

const ofLength = (length: number) =>
  new File(['x'.repeat(length)], 'long.txt', { type: 'text/plain' });

/** What the document says of files, by its headings in each section. */
export const OF_FILES: Readonly<
  Record<
    'programs' | 'practices' | 'features' | 'security' | 'issues',
    Readonly<Record<string, Check>>
  >
> = {
  programs: {
    [WITH_FILES]: withText,
    [FILES_ONLY]: playing(async (scene) => {
      const { attachments } = await sendFiles(scene, [LETTER]);
      await expectOpenTo(scene, 'Check out these files!', [LETTER]);
      await scene.page.run(FILES_ONLY, { attachments });
      await expectOpenTo(scene, '', [LETTER]);
    }),
  },
  practices: {
    [SIZES]: playing(async (scene) => {
      const { page, ticketId } = scene;
      const most = ofLength(MOST);
      const names = { alert: page.noting('alert') };
      await page.run(SIZES, { ...names, file: ofLength(MOST + 1) });
      expect(await page.told('alert')).to.deep.equal(['File too large. Maximum size is 10MB.']);
      await page.run(SIZES, { alert: expect.fail, file: most });
      const { data } = await send(scene, most);
      await expectOpens(data?.attachments[0], most);
      // Whoever does not look at sizes first is told.
      expect(await send(scene, ofLength(MOST + 1))).to.include({ code: 'too_large' });
      expect(await textsOf(page, ticketId)).to.deep.equal(['']);
    }),
  },
  features: { 'File upload support with multiple attachments': withText },
  security: {
    'File Upload': playing(async (scene) => {
      const { page, ticketId } = scene;
      const bad = new File([EICAR], 'harmless.txt', { type: 'text/plain' });
      const refused = await send(scene, bad);
      expect(refused).to.include({ code: 'infected' });
      expect(refused.message).to.contain('harmless.txt');
      expect(await textsOf(page, ticketId)).to.deep.equal([]);
      const { data } = await send(scene, LETTER);
      await expectOpens(data?.attachments[0], LETTER);
      expect(data?.attachments[0]?.filename).not.to.contain('letter');
    }),
  },
  issues: {
    'File upload fails': playing(async (scene) => {
      const { page, ticketId } = scene;
      await page.run(AUTHENTICATE);
      for (const data of [
        'data:text/plain;base64,aGVsbG8=',
        'aGVsbG8',
        'aGVs bG8=',
        'aGVsbG8h\n',
      ]) {
        const refused = await send(scene, LETTER, { data });
        expect(refused, data).to.include({
          ...{ code: 'invalid', message: 'attachments.0.data: Must be base64' },
        });
      }
      expect(await send(scene, ofLength(MOST + 1))).to.include({ code: 'too_large' });
      expect(await textsOf(page, ticketId)).to.deep.equal([]);
    }),
  },
};
