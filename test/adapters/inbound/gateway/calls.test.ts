import { expect } from 'chai';
import { Calls } from '../../../../src/adapters/inbound/gateway/calls.js';
import { settled } from '../../../support/manual-turn.js';

/** Calls that enter and end when the test says so, and a record of what began. */
const setup = () => {
  const calls = new Calls();
  const began: string[] = [];
  const ends = new Map<string, { readonly entered: () => void; readonly end: () => void }>();
  let idle = false;
  return {
    calls,
    began,
    submit: (name: string, pipelined: boolean, key: string | Promise<string> = 'a') =>
      calls.submit({ key, pipelined }, ({ entered }) => {
        began.push(name);
        return new Promise((end) => ends.set(name, { entered, end }));
      }),
    enter: (name: string) => ends.get(name)?.entered(),
    end: async (name: string) => {
      ends.get(name)?.end();
      await settled();
    },
    wait: () => {
      void calls.whenAtMost(0).then(() => {
        idle = true;
      });
    },
    isIdle: async () => {
      await settled();
      return idle;
    },
  };
};

describe('Calls', () => {
  it('counts what was asked for and not answered, begun or not', async () => {
    const { calls, began, submit, end } = setup();
    submit('join', false);
    submit('send', true);
    submit('elsewhere', false, 'b');
    const endOther = calls.begin();
    expect(began).to.deep.equal(['join', 'elsewhere']);
    expect(calls.underWay).to.equal(4);
    await end('join');
    expect(calls.underWay).to.equal(3);
    endOther();
    await end('elsewhere');
    await end('send');
    expect(calls.underWay).to.equal(0);
  });

  it('has a call whose key is being looked up, and those behind it, wait until it is there', async () => {
    const { calls, began, submit, end } = setup();
    const { promise: found, resolve } = Promise.withResolvers<string>();
    submit('looked up', false, found);
    submit('known', false, 'a');
    submit('elsewhere', false, 'b');
    submit('looked up, too', false, Promise.resolve('b'));
    await settled();
    expect(began).to.deep.equal([]);
    expect(calls.underWay).to.equal(4);
    resolve('a');
    await settled();
    expect(began).to.deep.equal(['looked up', 'elsewhere']);
    await end('looked up');
    await end('elsewhere');
    expect(began).to.deep.equal(['looked up', 'elsewhere', 'known', 'looked up, too']);
    submit('at once', false, 'c');
    expect(began.at(-1)).to.equal('at once');
  });

  it('begins a pipelined call when the one ahead has entered, any other when it has ended', async () => {
    const { began, submit, enter, end } = setup();
    submit('send', true);
    submit('send again', true);
    submit('leave', false);
    submit('send at last', true);
    expect(began).to.deep.equal(['send']);
    enter('send');
    expect(began).to.deep.equal(['send', 'send again']);
    enter('send again');
    await end('send');
    expect(began).to.deep.equal(['send', 'send again']);
    await end('send again');
    enter('leave');
    expect(began).to.deep.equal(['send', 'send again', 'leave']);
    await end('leave');
    expect(began).to.deep.equal(['send', 'send again', 'leave', 'send at last']);
  });

  it('tells each who waits for a number when no more than that are under way', async () => {
    const { calls, submit, end } = setup();
    const told: number[] = [];
    for (const name of ['one', 'two', 'three']) submit(name, false, name);
    for (const most of [0, 1, 3]) void calls.whenAtMost(most).then(() => told.push(most));
    await end('one');
    expect(told).to.deep.equal([3]);
    await end('two');
    expect(told).to.deep.equal([3, 1]);
    await end('three');
    expect(told).to.deep.equal([3, 1, 0]);
  });

  describe('when idle', () => {
    it('is at once when nothing is under way', async () => {
      const { wait, isIdle } = setup();
      wait();
      expect(await isIdle()).to.equal(true);
    });

    it('waits for all that is under way, what has not begun and what is in no order included', async () => {
      const { calls, submit, end, wait, isIdle } = setup();
      submit('join', false);
      submit('leave', false);
      const endOther = calls.begin();
      wait();
      await end('join');
      expect(await isIdle()).to.equal(false);
      await end('leave');
      expect(await isIdle()).to.equal(false);
      endOther();
      expect(await isIdle()).to.equal(true);
    });

    it('is not what it was before: who asks later waits for what has come since', async () => {
      const { submit, end, wait, isIdle } = setup();
      submit('join', false);
      await end('join');
      submit('leave', false);
      wait();
      expect(await isIdle()).to.equal(false);
      await end('leave');
      expect(await isIdle()).to.equal(true);
    });
  });
});
