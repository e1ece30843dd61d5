import { expect } from 'chai';
import { Clients } from '../../../../src/adapters/inbound/gateway/clients.js';

describe('Clients', () => {
  let now: number;
  let clients: Clients;

  beforeEach(() => {
    now = 1_000_000;
    clients = new Clients(() => now);
  });

  /** Comes with one id, and says that it has had another before. */
  const come = (sessionId: string | undefined, backWith: string | null = null): object =>
    clients.arrive({ sessionId }, backWith);

  it('are others on each connection', () => {
    expect(new Set([come('a'), come('b'), come(undefined), come(undefined)]).size).to.equal(4);
  });

  it('are the same where they come back, and again from there', () => {
    const first = come('a');
    clients.leave({ sessionId: 'a' });
    const second = come('b', 'a');
    clients.leave({ sessionId: 'b' });
    expect([second, come('c', 'b')]).to.deep.equal([first, first]);
    expect(second === first && come('d', 'c') === first).to.equal(true);
  });

  it('are the same where the connection that they have lost has not ended yet', () => {
    const first = come('a');
    const second = come('b', 'a');
    clients.leave({ sessionId: 'a' });
    clients.leave({ sessionId: 'b' });
    expect(second).to.equal(first);
    expect(come('c', 'b')).to.equal(first);
  });

  it('are others where they come with an id that nobody has had', () => {
    const first = come('a');
    clients.leave({ sessionId: 'a' });
    clients.leave({ sessionId: 'never there' });
    clients.leave({ sessionId: undefined });
    for (const id of ['never there', '', 'A']) expect(come(undefined, id)).not.to.equal(first);
  });

  it('are known again for a minute from when they leave', () => {
    const first = come('a');
    now += 3_600_000;
    clients.leave({ sessionId: 'a' });
    now += 59_999;
    expect(come(undefined, 'a')).to.equal(first);
    now += 1;
    expect(come(undefined, 'a')).not.to.equal(first);
  });

  it('are known again up to 10,000 of them, the last to leave', () => {
    const all = Array.from({ length: 10_001 }, (_, n) => come(`${n}`));
    for (let n = 0; n <= 10_000; n += 1) clients.leave({ sessionId: `${n}` });
    expect(come(undefined, '0')).not.to.equal(all[0]);
    expect([
      come(undefined, '1') === all[1],
      come(undefined, '10000') === all[10_000],
    ]).to.deep.equal([true, true]);
  });
});
