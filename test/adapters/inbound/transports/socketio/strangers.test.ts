import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import type { Engine } from '../../../../../src/adapters/inbound/transports/socketio/engine.js';
import { Strangers } from '../../../../../src/adapters/inbound/transports/socketio/strangers.js';

const connection = (): Engine => new EventEmitter() as unknown as Engine;

describe('Strangers', () => {
  it('are too many at the limit, until one is in a namespace or gone', () => {
    const strangers = new Strangers(2);
    const [first, second] = [connection(), connection()];
    strangers.arrive(first);
    expect(strangers.areTooMany).to.equal(false);
    strangers.arrive(second);
    expect(strangers.areTooMany).to.equal(true);
    strangers.introduce(first);
    expect(strangers.areTooMany).to.equal(false);
    strangers.arrive(connection());
    expect(strangers.areTooMany).to.equal(true);
    second.emit('close');
    expect(strangers.areTooMany).to.equal(false);
  });

  it('who are in a namespace and then go count once', () => {
    const strangers = new Strangers(1);
    const one = connection();
    strangers.arrive(one);
    strangers.introduce(one);
    one.emit('close');
    strangers.arrive(connection());
    expect(strangers.areTooMany).to.equal(true);
  });
});
