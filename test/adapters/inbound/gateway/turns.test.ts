import { expect } from 'chai';
import { Turns } from '../../../../src/adapters/inbound/gateway/turns.js';
import { ManualTurn } from '../../../support/manual-turn.js';

/** Counts how often it is asked. */
class CountedTurn extends ManualTurn {
  asked = 0;

  override atEnd(work: () => void): void {
    this.asked += 1;
    super.atEnd(work);
  }
}

describe('Turns', () => {
  let turn: CountedTurn;
  let turns: Turns;

  beforeEach(() => {
    turn = new CountedTurn();
    turns = new Turns(turn);
  });

  it('gives one number for all of a turn, and another for the next', () => {
    const first = turns.current();
    expect([turns.current(), turns.current()]).to.deep.equal([first, first]);
    turn.end();
    const second = turns.current();
    expect(second).to.not.equal(first);
    expect(turns.current()).to.equal(second);
    turn.end();
    expect([first, second]).to.not.include(turns.current());
  });

  it('asks once in a turn, however often it is asked, and not in one in which it is not', () => {
    for (let n = 0; n < 1_000; n += 1) turns.current();
    expect(turn.asked).to.equal(1);
    turn.end();
    turn.end();
    expect(turn.asked).to.equal(1);
    turns.current();
    expect(turn.asked).to.equal(2);
  });

  it('goes on with its number while a turn does not end', () => {
    const first = turns.current();
    turn.forget();
    expect(turns.current()).to.equal(first);
  });
});
