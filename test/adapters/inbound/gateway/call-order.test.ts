import { expect } from 'chai';
import { CallOrder } from '../../../../src/adapters/inbound/gateway/call-order.js';

/** Calls that end when the test says so, and a record of what began. */
const setup = () => {
  const order = new CallOrder();
  const began: string[] = [];
  const calls = new Map<string, { readonly enter: () => void; readonly done: () => void }>();
  const enter = (name: string) => calls.get(name)?.enter();
  return {
    began,
    enter,
    submit: (name: string, key: string, pipelined: boolean, entersAtOnce = true) =>
      order.submit(key, pipelined, ({ entered }, done) => {
        began.push(name);
        calls.set(name, { enter: entered, done });
        if (entersAtOnce) entered();
      }),
    end: (name: string) => calls.get(name)?.done(),
  };
};

describe('CallOrder', () => {
  it('runs pipelined calls of a key together', () => {
    const { began, submit } = setup();
    submit('first', 'a', true);
    submit('second', 'a', true);
    expect(began).to.deep.equal(['first', 'second']);
  });

  it('begins a pipelined call when the one ahead of it has entered', () => {
    const { began, submit, enter } = setup();
    submit('slow to enter', 'a', true, false);
    submit('second', 'a', true, false);
    submit('third', 'a', true);
    expect(began).to.deep.equal(['slow to enter']);
    enter('slow to enter');
    expect(began).to.deep.equal(['slow to enter', 'second']);
    enter('second');
    enter('second');
    expect(began).to.deep.equal(['slow to enter', 'second', 'third']);
  });

  it('tells a call when the one has ended that began before it and runs with it', async () => {
    const order = new CallOrder();
    const told: string[] = [];
    const ends: (() => void)[] = [];
    const submit = (name: string, pipelined = true): void =>
      order.submit('a', pipelined, ({ entered, ahead }, done) => {
        ends.push(done);
        entered();
        if (ahead === null) told.push(`${name} is first`);
        else void ahead.then(() => told.push(name));
      });
    submit('one');
    submit('two');
    submit('three');
    ends[1]?.();
    await Promise.resolve();
    expect(told).to.deep.equal(['one is first', 'three']);
    ends[0]?.();
    await Promise.resolve();
    expect(told).to.deep.equal(['one is first', 'three', 'two']);
    ends[2]?.();
    submit('alone', false);
    expect(told).to.deep.equal(['one is first', 'three', 'two', 'alone is first']);
  });

  it('begins it at the latest when that one has ended, entered or not', () => {
    const { began, submit, end } = setup();
    submit('never enters', 'a', true, false);
    submit('second', 'a', true);
    end('never enters');
    expect(began).to.deep.equal(['never enters', 'second']);
  });

  it('takes thousands that enter as they begin', () => {
    const { began, submit, end } = setup();
    submit('join', 'a', false);
    for (let n = 0; n < 20_000; n += 1) submit(`send ${n}`, 'a', true);
    end('join');
    expect(began).to.have.lengthOf(20_001);
  });

  it('lets any other call wait for those ahead of it, and hold up those behind', () => {
    const { began, submit, end } = setup();
    submit('send', 'a', true);
    submit('leave', 'a', false);
    submit('send again', 'a', true);
    expect(began).to.deep.equal(['send']);
    end('send');
    expect(began).to.deep.equal(['send', 'leave']);
    end('leave');
    expect(began).to.deep.equal(['send', 'leave', 'send again']);
  });

  it('waits for every pipelined call ahead', () => {
    const { began, submit, end } = setup();
    submit('one', 'a', true);
    submit('two', 'a', true);
    submit('leave', 'a', false);
    end('two');
    expect(began).to.deep.equal(['one', 'two']);
    end('one');
    expect(began).to.deep.equal(['one', 'two', 'leave']);
  });

  it('lets no key wait for another', () => {
    const { began, submit } = setup();
    submit('join a', 'a', false);
    submit('join b', 'b', false);
    expect(began).to.deep.equal(['join a', 'join b']);
  });

  it('begins anew after a key has come to rest', () => {
    const { began, submit, end } = setup();
    submit('join', 'a', false);
    end('join');
    submit('leave', 'a', false);
    expect(began).to.deep.equal(['join', 'leave']);
  });
});
