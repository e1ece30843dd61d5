import { expect } from 'chai';
import { Resends } from '../../../../../src/adapters/inbound/dialects/tickets/resends.js';
import type { Reply } from '../../../../../src/adapters/inbound/gateway/dialect.js';

const FAILED: Reply = { frames: [{ event: 'error', data: {} }], acknowledgement: {} };
const DONE: Reply = { frames: [{ event: 'done', data: {} }], acknowledgement: {} };

type Outcome = 'stored' | 'refused';

describe('messages that are sent again after an error', () => {
  const here = {};
  let now: number;
  let names: number;
  let resends: Resends<Outcome>;

  beforeEach(() => {
    now = 1_000_000;
    names = 0;
    resends = new Resends<Outcome>({
      now: () => now,
      newName: () => `name ${(names += 1)}`,
      isError: ({ frames }) => frames.some(({ event }) => event === 'error'),
      isFailure: (outcome) => outcome === 'refused',
    });
  });

  const sendingOf = (said: string, outcome: Outcome, client: object = here) => {
    const sending = Promise.resolve(outcome);
    void resends.sendOnce(client, said, () => sending);
    return sending;
  };

  const send = (said: string, client?: object): void => {
    void sendingOf(said, 'stored', client);
  };

  const never = (): Promise<Outcome> => Promise.reject(new Error('it was sent again'));

  /** Whether it is the same message: any other is sent at once. */
  const isAgain = (said: string, client: object = here): boolean => {
    let isSent = false;
    void resends.sendOnce(client, said, () => {
      isSent = true;
      return Promise.resolve('stored');
    });
    return !isSent;
  };

  const err = (client: object = here): void => {
    now += 1;
    resends.noted(client, FAILED);
  };

  it('are the same message, with what came of it', async () => {
    send('hello');
    err();
    const again = await resends.sendOnce(here, 'hello', never);
    expect(again).to.deep.equal({ outcome: 'stored', isAgain: true });
  });

  it('are the same while it is not known what comes of them', async () => {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const first = resends.sendOnce(here, 'hello', () => promise);
    err();
    const again = resends.sendOnce(here, 'hello', never);
    resolve('stored');
    expect(await first).to.deep.equal({ outcome: 'stored', isAgain: false });
    expect(await again).to.deep.equal({ outcome: 'stored', isAgain: true });
  });

  it('are sent once more, and not twice, by those who have waited for what has failed', async () => {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    void resends.sendOnce(here, 'hello', () => promise);
    err();
    let sent = 0;
    const again = (): Promise<Outcome> => {
      sent += 1;
      return Promise.resolve('stored');
    };
    const waiting = [1, 2, 3].map(() => {
      now += 1_000;
      return resends.sendOnce(here, 'hello', again);
    });
    resolve('refused');
    const outcomes = await Promise.all(waiting);
    expect(outcomes.map((one) => one.isAgain)).to.deep.equal([false, true, true]);
    err();
    expect(await resends.sendOnce(here, 'hello', never)).to.include({ isAgain: true });
    expect(sent).to.equal(1);
  });

  it('are others where nothing has gone wrong, or did ten seconds ago', () => {
    send('hello');
    resends.noted(here, DONE);
    expect(isAgain('hello')).to.equal(false);
    err();
    now += 9_000;
    send('once more');
    now += 999;
    expect(isAgain('once more')).to.equal(true);
    now += 1;
    expect(isAgain('once more')).to.equal(false);
  });

  it('are the same where it went wrong before they were sent: their client may not have heard of it', async () => {
    err();
    now += 50;
    send('hello');
    now += 1_000;
    const again = await resends.sendOnce(here, 'hello', never);
    expect(again).to.deep.equal({ outcome: 'stored', isAgain: true });
  });

  it('are the same where it went wrong in the same millisecond', () => {
    send('hello');
    resends.noted(here, FAILED);
    expect(isAgain('hello')).to.equal(true);
  });

  it('are the same for ten seconds from when it was sent first, however often since', () => {
    send('hello');
    err();
    now += 9_998;
    err();
    now -= 1;
    expect(isAgain('hello')).to.equal(true);
    now += 1;
    expect(isAgain('hello')).to.equal(false);
  });

  it('go by the name of the first time where that failed, and others by names of their own', async () => {
    const went: string[] = [];
    const refused = (name: string): Promise<Outcome> => {
      went.push(name);
      return Promise.resolve('refused');
    };
    for (const said of ['hello', 'hello', 'another', 'hello']) {
      err();
      await resends.sendOnce(here, said, refused);
    }
    now += 10_000;
    err();
    await resends.sendOnce(here, 'hello', refused);
    expect(went.map((name) => went.indexOf(name))).to.deep.equal([0, 0, 2, 0, 4]);
  });

  it('are others from another client, of another text, or after an error of another’s', () => {
    const elsewhere = {};
    send('hello');
    send('hello', elsewhere);
    err();
    expect(isAgain('hello', {})).to.equal(false);
    expect(isAgain('hello', elsewhere)).to.equal(false);
    expect(isAgain('hello!')).to.equal(false);
    expect(isAgain('hello')).to.equal(true);
  });

  it('are sent where they failed, or came to nothing', async () => {
    const done = (): Promise<Outcome> => Promise.resolve('stored');
    await sendingOf('hello', 'refused');
    err();
    expect(await resends.sendOnce(here, 'hello', done)).to.include({ isAgain: false });
    const broken = resends.sendOnce(here, 'broken', never);
    expect(await broken.catch(String)).to.equal('Error: it was sent again');
    err();
    expect(await resends.sendOnce(here, 'broken', done)).to.include({ isAgain: false });
  });

  it('are the same as the newest that was said so, which an older failure does not undo', async () => {
    const { promise: first, resolve } = Promise.withResolvers<Outcome>();
    void resends.sendOnce(here, 'hello', () => first);
    send('hello');
    resolve('refused');
    await first;
    err();
    expect(await resends.sendOnce(here, 'hello', never)).to.include({ isAgain: true });
  });

  it('are remembered up to 200 of a client, the newest of them', () => {
    for (let n = 1; n <= 201; n += 1) send(`message ${n}`);
    err();
    expect(isAgain('message 2')).to.equal(true);
    expect(isAgain('message 201')).to.equal(true);
    expect(isAgain('message 1')).to.equal(false);
  });

  it('count as newest where they are said once more', () => {
    for (let n = 1; n <= 200; n += 1) send(`message ${n}`);
    send('message 1');
    send('another');
    err();
    expect(isAgain('message 1')).to.equal(true);
    expect(isAgain('message 2')).to.equal(false);
  });
});
