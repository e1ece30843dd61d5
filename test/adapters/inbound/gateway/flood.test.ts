import { expect } from 'chai';
import fc from 'fast-check';
import { Flood } from '../../../../src/adapters/inbound/gateway/flood.js';
import { Turns } from '../../../../src/adapters/inbound/gateway/turns.js';
import { ManualTurn } from '../../../support/manual-turn.js';

const CONNECTIONS = [0, 1, 2];

describe('Flood', () => {
  it('counts from one in each turn', () => {
    const turn = new ManualTurn();
    const flood = new Flood(new Turns(turn));
    expect([flood.next(), flood.next(), flood.next()]).to.deep.equal([1, 2, 3]);
    turn.end();
    expect([flood.next(), flood.next()]).to.deep.equal([1, 2]);
    turn.end();
    turn.end();
    expect(flood.next()).to.equal(1);
  });

  it('counts each connection by itself, whenever turns end', () => {
    const steps = fc.array(fc.constantFrom(...CONNECTIONS, 'end' as const), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (order) => {
        const turn = new ManualTurn();
        const turns = new Turns(turn);
        const floods = CONNECTIONS.map(() => new Flood(turns));
        let expected = CONNECTIONS.map(() => 0);
        for (const step of order) {
          if (step === 'end') {
            turn.end();
            expected = CONNECTIONS.map(() => 0);
          } else {
            expected[step] = (expected[step] ?? 0) + 1;
            expect(floods[step]?.next()).to.equal(expected[step]);
          }
        }
      }),
    );
  });
});
