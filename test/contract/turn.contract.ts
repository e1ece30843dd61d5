import { expect } from 'chai';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Turn } from '../../src/application/ports/turn.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

interface SocketPair {
  readonly near: Socket;
  readonly far: Socket;
}

/** Sockets that are connected to each other, and a way to be rid of them. */
const socketPairs = async (count: number) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const pairs: SocketPair[] = [];
  while (pairs.length < count) {
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const near = connect(port, '127.0.0.1');
    await once(near, 'connect');
    const [far] = await accepted;
    pairs.push({ near, far });
  }
  const close = async (): Promise<void> => {
    for (const { near, far } of pairs) {
      near.destroy();
      far.destroy();
    }
    server.close();
    await once(server, 'close');
  };
  return { pairs, close };
};

/** That work waits for all that is ready in a turn. `setup` gives the turn of this process. */
export const describeTurnContract = (options: ContractOptions<Turn>): void => {
  describe(`Turn: ${options.name}`, () => {
    const turn = eachTime(options);

    const end = (): Promise<void> => new Promise((resolve) => turn().atEnd(resolve));

    it('does not call back at once', async () => {
      let called = false;
      const ended = new Promise<void>((resolve) => {
        turn().atEnd(() => {
          called = true;
          resolve();
        });
      });
      expect(called).to.be.false;
      await ended;
      expect(called).to.be.true;
    });

    it('calls back once for each time that it was asked', async () => {
      const calls: number[] = [];
      for (const n of [1, 2, 3]) turn().atEnd(() => calls.push(n));
      await end();
      await end();
      expect(calls).to.have.members([1, 2, 3]);
      expect(calls).to.have.length(3);
    });

    it('calls back after every promise that can settle without the world', async () => {
      let settled = 0;
      const chain = async (): Promise<void> => {
        for (let step = 0; step < 1_000; step += 1) await Promise.resolve();
        settled += 1;
      };
      const ended = end();
      for (let n = 0; n < 10; n += 1) void chain();
      process.nextTick(() => void chain());
      await ended;
      expect(settled).to.equal(11);
    });

    it('calls back after every socket that was ready with the first', async () => {
      const { pairs, close } = await socketPairs(20);
      try {
        let handled = 0;
        const ended = new Promise<number>((resolve) => {
          for (const { far } of pairs) {
            far.once('data', () => {
              handled += 1;
              if (handled === 1) turn().atEnd(() => resolve(handled));
            });
          }
        });
        for (const { near } of pairs) near.write('ready');
        expect(await ended).to.equal(pairs.length);
      } finally {
        await close();
      }
    });

    it('takes work that is asked for from work', async () => {
      const calls: string[] = [];
      await new Promise<void>((resolve) => {
        turn().atEnd(() => {
          turn().atEnd(() => {
            calls.push('inner');
            resolve();
          });
          calls.push('outer');
        });
      });
      expect(calls).to.deep.equal(['outer', 'inner']);
    });
  });
};
