import { expect } from 'chai';
import { CallOrder } from '../../../../src/adapters/inbound/gateway/call-order.js';

/** Calls that end when the test says so, and a record of what began. */
const setup = () => {
  const order = new CallOrder();
  const began: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    began,
    submit: (name: string, key: string, pipelined: boolean) =>
      order.submit(key, pipelined, (done) => {
        began.push(name);
        ends.set(name, done);
      }),
    end: (name: string) => ends.get(name)?.(),
  };
};

describe('CallOrder', () => {
  it('runs pipelined calls of a key together', () => {
    const { began, submit } = setup();
    submit('first', 'a', true);
    submit('second', 'a', true);
    expect(began).to.deep.equal(['first', 'second']);
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
