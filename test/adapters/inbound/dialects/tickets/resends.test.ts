import { expect } from 'chai';
import { Resends } from '../../../../../src/adapters/inbound/dialects/tickets/resends.js';
import type { Reply } from '../../../../../src/adapters/inbound/gateway/dialect.js';

const FAILED: Reply = { frames: [{ event: 'error', data: {} }], acknowledgement: {} };
const DONE: Reply = { frames: [{ event: 'done', data: {} }], acknowledgement: {} };

type Outcome = 'stored' | 'refused';

describe('messages that are sent again after an error', () => {
  const here = {};
  let now: number;
  let resends: Resends<Outcome>;

  beforeEach(() => {
    now = 1_000_000;
    resends = new Resends<Outcome>(
      () => now,
      ({ frames }) => frames.some(({ event }) => event === 'error'),
    );
  });

  const sendingOf = (said: string, outcome: Outcome, connection: object = here) => {
    const sending = Promise.resolve(outcome);
    resends.keep(connection, said, sending, (came) => came === 'refused');
    return sending;
  };

  const send = (said: string, connection?: object): void => {
    void sendingOf(said, 'stored', connection);
  };

  /** Whether it is the same message; it is told later than what came before it. */
  const isAgain = (said: string, connection: object = here): boolean =>
    resends.before(connection, said) !== null;

  const err = (connection: object = here): void => {
    now += 1;
    resends.noted(connection, FAILED);
  };

  it('are the same message, with what came of it', async () => {
    const sending = sendingOf('hello', 'stored');
    err();
    expect(resends.before(here, 'hello')).to.equal(sending);
    expect(await resends.before(here, 'hello')).to.equal('stored');
  });

  it('are the same while it is not known what comes of them', () => {
    const sending = new Promise<Outcome>(() => undefined);
    resends.keep(here, 'hello', sending, () => false);
    err();
    expect(resends.before(here, 'hello')).to.equal(sending);
  });

  it('are others where nothing has gone wrong, or did before they were sent', () => {
    send('hello');
    resends.noted(here, DONE);
    expect(isAgain('hello')).to.equal(false);
    err();
    now += 1;
    send('once more');
    expect(isAgain('once more')).to.equal(false);
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

  it('are others on another connection, of another text, or after an error of another’s', () => {
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
    await sendingOf('hello', 'refused');
    err();
    expect(isAgain('hello')).to.equal(false);
    const broken = Promise.reject(new Error('a bug'));
    resends.keep(here, 'broken', broken, () => false);
    await broken.catch(() => undefined);
    err();
    expect(isAgain('broken')).to.equal(false);
  });

  it('are the same as the newest that was said so, which an older failure does not undo', async () => {
    const { promise: first, resolve } = Promise.withResolvers<Outcome>();
    resends.keep(here, 'hello', first, (came) => came === 'refused');
    const second = sendingOf('hello', 'stored');
    resolve('refused');
    await first;
    err();
    expect(resends.before(here, 'hello')).to.equal(second);
  });

  it('are remembered up to 200 of a connection, the newest of them', () => {
    for (let n = 1; n <= 201; n += 1) send(`message ${n}`);
    err();
    expect(isAgain('message 1')).to.equal(false);
    expect(isAgain('message 2')).to.equal(true);
    expect(isAgain('message 201')).to.equal(true);
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
