import { expect } from 'chai';
import { left } from 'fp-ts/lib/Either.js';
import {
  type FormPart,
  readForm,
} from '../../../../../src/adapters/inbound/dialects/common/multipart.js';
import { expectRight } from '../../../../support/expect-either.js';
import {
  all,
  END,
  field,
  file,
  never,
  read,
  Sending,
  type Taker,
  textOf,
  TYPE,
} from '../../../../support/forms.js';
import { settled } from '../../../../support/settled.js';
import { until } from '../../../../support/until.js';

describe('readers of forms', () => {
  const large = Buffer.alloc(1_000, 'x');
  /** A file that comes in ten pieces. */
  const slow = [
    file('one', '').subarray(0, -2),
    ...Array<Buffer>(10).fill(large),
    Buffer.from('\r\n'),
  ];

  it('are given a file as fast as they read it', async () => {
    const sending = new Sending([...slow, END]);
    const took = await read(sending, async (parts) => {
      const taken: number[] = [];
      for await (const one of parts) {
        if (one.kind === 'field') continue;
        for await (const _ of one.content) {
          taken.push(await settled(() => sending.taken));
        }
      }
      return taken;
    });
    const counts = expectRight(took);
    expect(counts[0]).to.equal(2);
    expect(counts).to.deep.equal(counts.map((_, at) => at + 2));
  });

  it('know the end of a file, and of a field, before anything follows', async () => {
    const sending = new Sending([file('one'), field('two'), Buffer.from('--edge\r\n')], never);
    const seen = await read(sending, async (parts) => {
      const found: string[] = [];
      for await (const one of parts) {
        found.push(one.kind === 'file' ? await textOf(one.content) : one.name);
        if (found.length === 2) break;
      }
      return found;
    });
    expect(expectRight(seen)).to.deep.equal(['x', 'two']);
    expect(sending.returned).to.equal(1);
  });

  it('may leave off a file, and get the next part', async () => {
    for (const isBegun of [false, true]) {
      const seen = await read(new Sending([...slow, field('two'), END]), async (parts) => {
        const names: string[] = [];
        for await (const one of parts) {
          names.push(one.name);
          if (one.kind === 'file' && isBegun) for await (const _ of one.content) break;
        }
        return names;
      });
      expect(expectRight(seen)).to.deep.equal(['one', 'two']);
    }
  });

  it('may stop at any time: the request is let go of', async () => {
    for (const take of [
      () => Promise.resolve(),
      async (parts: AsyncIterable<FormPart>) => {
        for await (const _ of parts) break;
      },
      async (parts: AsyncIterable<FormPart>) => {
        for await (const one of parts) {
          if (one.kind === 'file') for await (const _ of one.content) return;
        }
      },
    ]) {
      const sending = new Sending([...slow, END], never);
      expectRight(await read(sending, take));
      expect(sending.returned).to.equal(1);
      expect(sending.taken).to.be.lessThan(4);
    }
  });

  it('may stop while they wait for what never comes', async () => {
    const seen: string[] = [];
    async function* sending(): AsyncGenerator<Uint8Array> {
      yield Buffer.concat([field('a'), Buffer.from('--edge\r\n')]);
      seen.push('waits');
      await never();
    }
    const enough = await read(sending(), async (parts) => {
      const stream = parts[Symbol.asyncIterator]();
      await stream.next();
      void stream.next();
      await until(() => seen.length === 1);
      return 'enough';
    });
    expect(expectRight(enough)).to.equal('enough');
  });

  it('wait for one piece at a time, however many of them do', async () => {
    let waiting = 0;
    let most = 0;
    async function* pieces(): AsyncGenerator<Uint8Array> {
      for (const piece of [...slow, field('two'), END]) yield await Promise.resolve(piece);
    }
    const source = pieces();
    const content = {
      [Symbol.asyncIterator]: () => ({
        next: async () => {
          waiting += 1;
          most = Math.max(most, waiting);
          const piece = await source.next();
          waiting -= 1;
          return piece;
        },
      }),
    };
    const names = await read(content, async (parts) => {
      const stream = parts[Symbol.asyncIterator]();
      const first = await stream.next();
      if (first.done === true || first.value.kind === 'field') return [];
      const bytes = first.value.content[Symbol.asyncIterator]();
      await bytes.next();
      const unread = bytes.next().catch(() => 'passed over');
      const second = await stream.next();
      return [second.done === true ? '' : second.value.name, await unread];
    });
    expect(expectRight(names)).to.deep.equal(['two', 'passed over']);
    expect(most).to.equal(1);
  });

  it('may fail: the request is let go of, and their failure is told', async () => {
    const sending = new Sending([file('one'), END]);
    const request = { headers: { 'content-type': TYPE }, content: sending };
    const refused = await readForm(request, () => () => Promise.resolve(left({ kind: 'Full' })))();
    expect(refused).to.deep.equal(left({ kind: 'Full' }));
    expect(sending.returned).to.equal(1);
    const bug = new Error('a bug');
    const outcome = await read(new Sending([END]), () => Promise.reject(bug)).catch(
      (error: unknown) => error,
    );
    expect(outcome).to.equal(bug);
    const fault = new Error('not of the client');
    const broken = new Sending([file('one')], () => Promise.reject(fault));
    expect(await read(broken, all).catch((error: unknown) => error)).to.equal(fault);
  });

  it('cannot read a file when its turn is over', async () => {
    const kept: AsyncIterable<Uint8Array>[] = [];
    const keep: Taker<void> = async (parts) => {
      for await (const one of parts) if (one.kind === 'file') kept.push(one.content);
    };
    expectRight(await read(new Sending([file('one'), file('two'), END]), keep));
    const outcomes = await Promise.all(
      kept.map((bytes) => textOf(bytes).catch((error: unknown) => error)),
    );
    expect(outcomes.map((outcome) => outcome instanceof Error)).to.deep.equal([true, true]);
    let late: AsyncIterable<Uint8Array> = { [Symbol.asyncIterator]: () => expect.fail() };
    const sending = new Sending([...slow, END]);
    await read(sending, async (parts) => {
      for await (const one of parts) {
        if (one.kind === 'file') late = one.content;
        return;
      }
    });
    const { taken } = sending;
    const outcome = await textOf(late).catch((error: unknown) => error);
    expect(outcome).to.be.instanceOf(Error);
    expect(sending.taken).to.equal(taken);
  });
});
