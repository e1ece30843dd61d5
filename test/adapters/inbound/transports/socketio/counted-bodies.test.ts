import type { IncomingMessage, ServerResponse } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import { UNCOUNTED } from '../../../../../src/adapters/inbound/transports/common/frame-budget.js';
import { countBodies } from '../../../../../src/adapters/inbound/transports/socketio/counted-bodies.js';
import type { PollingInsides } from '../../../../../src/adapters/inbound/transports/socketio/engine.js';
import { WatchedBudget } from '../../../../support/watched-budget.js';

/** Stands for a request in chunks. */
const inChunks = (): IncomingMessage =>
  Object.assign(new PassThrough(), {
    headers: {},
    socket: { bytesRead: 0 },
  }) as unknown as IncomingMessage;

const passed = (request: IncomingMessage): PassThrough => request as unknown as PassThrough;

/** What the library promises nowhere is tested with it; here it is only told what happens. */
class FakePolling implements PollingInsides {
  maxHttpBufferSize = 2 * UNCOUNTED;
  closeTimeout = 0;
  dataReq: IncomingMessage | null = null;

  onDataRequest(request: IncomingMessage): void {
    this.dataReq ??= request;
  }

  onData(): void {
    this.dataReq = null;
  }
}

describe('countBodies', () => {
  let polling: PollingInsides & { dataReq: IncomingMessage | null };
  let budget: WatchedBudget;
  let response: ServerResponse;

  const count = (): void => countBodies(polling, budget, () => undefined);
  const write = (request: IncomingMessage, bytes: number): void => {
    passed(request).write(Buffer.alloc(bytes));
  };

  beforeEach(() => {
    polling = new FakePolling();
    response = new PassThrough() as unknown as ServerResponse;
    budget = new WatchedBudget(4 * UNCOUNTED);
  });

  // What still has room gives it back.
  afterEach(() => {
    response.emit('close');
    expect(budget.isFree).to.equal(true);
  });

  it('has a request that began before anything was counted stay small', () => {
    const request = inChunks();
    polling.dataReq = request;
    count();
    write(request, UNCOUNTED);
    expect(request.destroyed).to.equal(false);
    write(request, 1);
    expect(request.destroyed).to.equal(true);
  });

  it('has a request have no more than there was room for, whatever is allowed meanwhile', () => {
    count();
    const request = inChunks();
    polling.onDataRequest(request, response);
    polling.maxHttpBufferSize *= 2;
    write(request, 2 * UNCOUNTED);
    expect(request.destroyed).to.equal(false);
    write(request, 1);
    expect(request.destroyed).to.equal(true);
    expect(budget.asked.map(({ bytes }) => bytes)).to.deep.equal([2 * UNCOUNTED]);
  });

  it('asks nothing for a request that the library refuses beside another', () => {
    count();
    polling.dataReq = inChunks();
    polling.onDataRequest(inChunks(), response);
    expect(budget.asked).to.deep.equal([]);
  });
});
