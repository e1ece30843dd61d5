import { expect } from 'chai';
import { type Page, textsOf } from './page-003.js';
import { playing, type Scene } from './programs-003.js';

export const QUEUING = '4. Message Queuing';

/** The program's timers: it is done when they are, and nothing that is under way starts another. */
class Timers {
  private running: Promise<unknown>[] = [];

  readonly setTimeout = (then: () => void, milliseconds: number): void => {
    const over = new Promise<void>((resolve) => {
      setTimeout(() => {
        then();
        resolve();
      }, milliseconds);
    });
    this.running.push(over);
  };

  async done(roundTrip: () => Promise<unknown>): Promise<void> {
    for (await roundTrip(); this.running.length > 0; await roundTrip()) {
      await Promise.all(this.running.splice(0));
    }
  }
}

/** A file with each message that says something. */
const FILE = { name: 'letter.txt', type: 'text/plain', data: 'aGVsbG8=' };

/** Sends all of these at once by the program of the document, until it has given up or is content. */
const sentWithRetries = async (
  { page, ticketId }: Pick<Scene, 'page' | 'ticketId'>,
  texts: readonly string[],
  files: readonly object[],
): Promise<void> => {
  const timers = new Timers();
  const { sendMessageWithRetry } = await page.run(QUEUING, {
    addMessageToUI: page.noting('shown'),
    updateMessageStatus: page.noting('status'),
    setTimeout: timers.setTimeout,
  });
  if (sendMessageWithRetry === undefined) throw new Error('the program makes no such function');
  for (const [id, message] of texts.entries()) {
    const attachments = message === '' ? [] : files;
    sendMessageWithRetry({ id, ticketId, message, attachments });
  }
  await timers.done(() => page.socket.emitWithAck('typing_stop', { ticketId }));
};

const shownOf = async (page: Page, count: number): Promise<readonly unknown[]> => {
  const shown = [];
  for (let n = 0; n < count; n += 1) shown.push((await page.told('shown'))[1]);
  return shown;
};

/** Messages of a person in a minute; one more fails, and all that are under way are sent again with it. */
const RATE = 30;

const texts = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, n) => `message ${n}`);

/** What is sent at once, and what of it is in the ticket afterwards. */
const SENDINGS: Readonly<Record<string, readonly [sent: readonly string[], stored: number]>> = {
  'one by itself': [['Hello'], 1],
  'the same twice, and nothing fails': [['ok', 'ok'], 2],
  'with one that fails': [['Hello', ''], 1],
  'after one that fails': [['', 'Hello'], 1],
  'several between others that fail': [['', 'one', '', 'two', 'three', ''], 3],
  'more than a minute may have': [texts(RATE + 1), RATE],
};

const one = (sent: readonly string[], stored: number, files: readonly object[]) =>
  playing(async (scene) => {
    const { page, staff, ticketId } = scene;
    await sentWithRetries(scene, sent, files);
    const kept = sent.filter((text) => text !== '').slice(0, stored);
    expect([...(await textsOf(page, ticketId))].sort()).to.deep.equal([...kept].sort());
    expect(await shownOf(page, sent.length)).to.deep.equal(sent.map(() => 'sending'));
    // What the others have heard is what there is.
    for (const text of await textsOf(page, ticketId)) {
      const { data } = await staff.next('new_message');
      expect([data.message, data.attachments.length]).to.deep.equal([text, files.length]);
    }
    await staff.request('typing_stop', { ticketId });
    expect(staff.waiting('new_message')).to.equal(0);
  });

/** It waits for seconds: so all at once, each in a ticket and on a connection of its own, without files and with one. */
export const retriesDoubleNothing = async (url: string): Promise<void> => {
  await Promise.all(
    [[], [FILE]].flatMap((files) =>
      Object.entries(SENDINGS).map(async ([what, [sent, stored]]) => {
        await one(
          sent,
          stored,
          files,
        )(url).catch((error: unknown) => {
          throw new Error(`${what}, with ${files.length} files`, { cause: error });
        });
      }),
    ),
  );
};
