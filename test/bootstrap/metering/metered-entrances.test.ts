import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import type {
  Connection,
  Entrance,
  Pass,
} from '../../../src/adapters/inbound/gateway/transport.js';
import {
  meteredEntrances,
  meteredOrigins,
} from '../../../src/bootstrap/metering/metered-entrances.js';
import { recordingMetrics, type RecordingMetrics } from '../../support/recording-metrics.js';

describe('the ways in, with who comes counted', () => {
  let metrics: RecordingMetrics;
  let closed: unknown[];

  const entrance = {
    name: 'support',
    admit: () => Promise.resolve(left({ because: 'limited', message: 'Too many' })),
    open: () => ({ receive: () => undefined, closed: (why: unknown) => closed.push(why) }),
  } as unknown as Entrance;

  const metered = (one = entrance): Entrance | undefined =>
    meteredEntrances(new Map([['/support', one]]), 'socketio', metrics).get('/support');

  beforeEach(() => {
    metrics = recordingMetrics();
    closed = [];
  });

  it('count connections until they are gone, and pass on why they went', () => {
    const session = metered()?.open({} as Connection, {} as Pass);
    expect(metrics.counted).to.deep.equal([['connected', 'socketio', 'support']]);
    session?.closed('flood');
    expect(metrics.counted[1]).to.deep.equal(['gone', 'socketio', 'support']);
    expect(closed).to.deep.equal(['flood']);
  });

  it('count no connection that a bug has kept from being opened', () => {
    const open = (): never => {
      throw new Error('a bug');
    };
    const broken = metered({ ...entrance, open });
    expect(() => broken?.open({} as Connection, {} as Pass)).to.throw('a bug');
    expect(metrics.counted).to.deep.equal([]);
  });

  it('count who is not let in, and why', async () => {
    await metered()?.admit({} as Pass['offer']);
    expect(metrics.counted).to.deep.equal([['handshakeRefused', 'socketio', 'support', 'limited']]);
  });

  it('count a request of an origin that is refused once, however often it is asked about', () => {
    const isAllowed = meteredOrigins(({ headers }) => headers.origin === 'good', 'ws', metrics);
    const bad = { headers: { origin: 'bad' } };
    const answers = [bad, bad, { headers: { origin: 'good' } }, { headers: {} }].map(isAllowed);
    expect(answers).to.deep.equal([false, false, true, false]);
    const once = ['handshakeRefused', 'ws', null, 'origin'];
    expect(metrics.counted).to.deep.equal([once, once]);
  });
});
