import { expect } from 'chai';
import { resources } from '../../src/bootstrap/resources.js';

describe('resources', () => {
  let closed: string[];

  beforeEach(() => {
    closed = [];
  });

  const resource = (name: string) => ({
    close: () => {
      closed.push(name);
      return Promise.resolve();
    },
  });

  it('are closed once, the last one first', async () => {
    const open = resources();
    for (const name of ['store', 'bus', 'limits']) {
      await open.open(name, () => Promise.resolve(resource(name)));
    }
    await open.close();
    await open.close();
    expect(closed).to.deep.equal(['limits', 'bus', 'store']);
  });

  it('are all closed where one cannot be, which is named', async () => {
    const open = resources();
    const stuck = { close: () => Promise.reject(new Error('no')) };
    await open.open('store', () => Promise.resolve(resource('store')));
    await open.open('The bus', () => Promise.resolve(stuck));
    const failed = await open.close().catch(String);
    expect(failed).to.equal('Error: The bus could not be closed: no');
    expect(closed).to.deep.equal(['store']);
  });

  it('name what could not be opened, and why', async () => {
    const cause = new Error('the disk is full');
    const failed: unknown = await resources()
      .open('The store sqlite', () => Promise.reject(cause))
      .catch((error: unknown) => error);
    expect(failed).to.be.instanceOf(Error).with.property('cause', cause);
    expect(failed).to.have.property('message', 'The store sqlite: the disk is full');
  });

  it('are closed beside one that could not be opened, and one that opens late', async () => {
    const open = resources();
    const late = Promise.withResolvers<ReturnType<typeof resource>>();
    await open.open('store', () => Promise.resolve(resource('store')));
    const bus = open.open('bus', () => late.promise);
    const failing = open.open('limits', () => Promise.reject(new Error('no'))).catch(String);
    const closing = open.close();
    late.resolve(resource('bus'));
    await closing;
    expect(closed).to.deep.equal(['bus', 'store']);
    await bus;
    expect(await failing).to.contain('limits: no');
  });
});
