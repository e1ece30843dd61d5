import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect } from 'chai';
import { isSome } from 'fp-ts/lib/Option.js';
import type { Store } from '../../src/application/ports/store.js';
import { DATABASE_FILE } from '../../src/bootstrap/stores.js';
import type { ConversationId } from '../../src/domain/ids.js';
import { answer } from '../support/answer.js';
import {
  LASTING_STORES,
  needsStore,
  openStore,
  placeInFolder,
  type StorePlace,
} from '../support/bound-stores.js';
import { type LargeExport, largeExport } from '../support/large-exports.js';
import { linesOf, signed } from '../support/signed-exports.js';
import { fillWithSamples } from '../support/stored-samples.js';
import { type TemporaryFolder, temporaryFolder } from '../support/temporary-folder.js';
import { exported, imported } from '../support/transfers.js';
import { until } from '../support/until.js';
import { conversationOf, wholeHistory } from './support/rest-client.js';
import { launch, runCommand, serve, serverEnvironment } from './support/server-process.js';
import { connectSupportWs } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import { pipedImport } from './support/transfer-process.js';

/** In each conversation of the large export. */
const MESSAGES = 40;

const lastNumberOf = (text: string): number => Number(/"lastNumber":(\d+)/.exec(text)?.[1]);

/** Lets the test look into a store while a process uses it. */
const inStore = async <A>(place: StorePlace, work: (store: Store) => Promise<A>): Promise<A> => {
  const store = await openStore(place);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
};

const run = (args: readonly string[], { environment }: StorePlace, fileSizeLimit?: number) =>
  runCommand(args, environment, fileSizeLimit);

/** Ends well, and says what it did. */
const expectDone = async (args: readonly string[], place: StorePlace): Promise<void> => {
  const { code, errors } = await run(args, place);
  expect(code, errors).to.equal(0);
  expect(errors).to.match(/^(Exported|Imported) .* staff\.\n$/);
};

/** What a process would write, without one. */
const contentOf = (place: StorePlace): Promise<string> => inStore(place, exported);

describe('switchboard export and import', function () {
  this.timeout(30_000);
  let folder: TemporaryFolder;
  let places: StorePlace[];
  let large: LargeExport;

  before(async () => {
    large = await largeExport(200, MESSAGES);
  });
  beforeEach(() => {
    folder = temporaryFolder();
    places = [];
  });
  afterEach(async () => {
    for (const place of places) await place.remove();
    folder.remove();
  });

  const at = (name: string): string => join(folder.path, name);

  const kept = (place: StorePlace): StorePlace => {
    places.push(place);
    return place;
  };
  const sqlite = (): StorePlace => kept(placeInFolder('sqlite'));

  const filled = async (): Promise<StorePlace> => {
    const place = sqlite();
    await inStore(place, (store) => imported(store, large.text));
    return place;
  };

  const file = (text: string | Buffer, name = 'an.ndjson'): string => {
    writeFileSync(at(name), text);
    return at(name);
  };

  /** Half of the conversations, and some events of one more. */
  const half = (): string => {
    const lines = linesOf(large.text);
    return `${lines.slice(0, lines.length / 2).join('\n')}\n`;
  };

  const has = (place: StorePlace, id: ConversationId | undefined): Promise<boolean> =>
    inStore(place, async ({ log }) =>
      id === undefined ? false : isSome(await answer(log.load(id))),
    );

  for (const name of LASTING_STORES) {
    describe(`with ${name}`, () => {
      const fresh = needsStore(name);

      it('carry everything there and back, to the byte', async () => {
        const [from, there, back] = [sqlite(), kept(fresh()), sqlite()];
        await inStore(from, fillWithSamples);
        await expectDone(['export', at('1')], from);
        await expectDone(['import', at('1')], there);
        await expectDone(['export', at('2')], there);
        await expectDone(['import', at('2')], back);
        const text = await contentOf(back);
        expect(text).to.equal(readFileSync(at('1'), 'utf8'));
        expect(text).to.equal(readFileSync(at('2'), 'utf8'));
        expect(text).to.equal(await contentOf(from));
        const number = await inStore(there, ({ log }) => answer(log.nextNumber()));
        expect(number).to.equal(lastNumberOf(text) + 1);
      });

      it('are completed by another import after a kill -9 in the middle', async () => {
        const place = kept(fresh());
        const importing = pipedImport(place.environment);
        importing.write(half());
        await until(() => has(place, large.ids[large.ids.length / 4]));
        importing.child.kill('SIGKILL');
        expect((await importing.ended).code).to.equal(null);
        expect(await has(place, large.ids.at(-1))).to.equal(false);
        await expectDone(['import', file(large.text)], place);
        expect(await contentOf(place)).to.equal(large.text);
      });

      it('work beside a server, which loses nothing and goes on with what is imported', async () => {
        const place = kept(fresh());
        await inStore(place, ({ log }) => answer(log.skipNumbers(lastNumberOf(large.text))));
        const server = await serve({ ...serverEnvironment(folder.path), ...place.environment });
        try {
          const bearer = token({ sub: someone() });
          const conversationId = await conversationOf(server.url, bearer);
          const client = await connectSupportWs(server.url, bearer);
          const send = (n: number, to = conversationId) =>
            client.request('message:send', { conversationId: to, message: `message ${n}` });
          for (let n = 0; n < 20; n += 1) await send(n);
          const exporting = run(['export'], place);
          const isOver = exporting.then(() => true);
          const notYet = Promise.resolve(false);
          for (let n = 20; !(await Promise.race([isOver, notYet])); n += 1) await send(n);
          const { code, output, errors } = await exporting;
          expect(code, errors).to.equal(0);
          for (let n = 0; n < 20; n += 1) expect(output).to.contain(`"message ${n}"`);
          const copy = sqlite();
          await inStore(copy, (store) => imported(store, output));
          expect(await contentOf(copy)).to.equal(output);

          await expectDone(['import', file(large.text)], place);
          const [id = ''] = large.ids;
          const owner = token({ sub: 'customer-0' });
          expect(await wholeHistory(server.url, owner, id)).to.have.length(MESSAGES);
          const theirs = await connectSupportWs(server.url, owner);
          const more = { conversationId: id, message: 'and on' };
          const { data } = await theirs.request('message:send', more);
          expect(data).to.include({ seq: MESSAGES + 2 });
          expect((await send(-1)).success).to.equal(true);
          for (const one of [client, theirs]) one.close();
        } finally {
          await server.kill('SIGKILL');
        }
      });
    });
  }

  describe('export', () => {
    it('says in its help all that there is to know', async () => {
      const { code, output } = await runCommand(['export', '--help'], {});
      expect(code).to.equal(0);
      for (const word of [
        '--force',
        'STORE',
        'DATA_DIR',
        'MONGODB_URI',
        '130',
        'standard output',
      ]) {
        expect(output).to.contain(word);
      }
    });

    it('takes no name that is there, unless it is told to', async () => {
      const place = sqlite();
      await inStore(place, fillWithSamples);
      const path = file('precious');
      const { code, errors } = await run(['export', path], place);
      expect(code).to.equal(1);
      expect(errors).to.contain(path).and.contain('--force');
      expect(readFileSync(path, 'utf8')).to.equal('precious');
      await expectDone(['export', path, '--force'], place);
      expect(readFileSync(path, 'utf8')).to.equal(await contentOf(place));
      expect(readdirSync(folder.path)).to.deep.equal(['an.ndjson']);
    });

    it('makes no store where there is none', async () => {
      const { code, errors } = await runCommand(['export'], { DATA_DIR: at('none') });
      expect(code).to.equal(1);
      expect(errors).to.contain(at('none')).and.contain('DATA_DIR');
      expect(existsSync(at('none'))).to.equal(false);
      const memory = await runCommand(['export'], { STORE: 'memory' });
      expect(memory.code).to.equal(1);
      expect(memory.errors).to.contain('memory');
    });

    it('leaves nothing behind on a full disk', async () => {
      const { code, errors } = await run(['export', at('full')], await filled(), 512);
      expect(code).to.equal(1);
      expect(errors).to.contain(at('full'));
      expect(readdirSync(folder.path)).to.deep.equal([]);
    });

    it('leaves nothing behind when it is stopped', async () => {
      const exporting = launch(['export', at('stopped')], (await filled()).environment);
      const ended = once(exporting, 'close');
      await until(() => readdirSync(folder.path).some((name) => name.endsWith('.part')));
      exporting.kill('SIGINT');
      expect(await ended).to.deep.equal([130, null]);
      expect(readdirSync(folder.path)).to.deep.equal([]);
    });

    it('fails when nobody reads to its end', async () => {
      const exporting = launch(['export'], (await filled()).environment);
      let errors = '';
      exporting.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
      const ended = once(exporting, 'close');
      exporting.stdout?.once('data', () => exporting.stdout?.destroy());
      expect(await ended).to.deep.equal([1, null]);
      expect(errors).to.match(/^Standard output: .*EPIPE/);
    });
  });

  describe('import', () => {
    it('says in its help all that there is to know', async () => {
      const { code, output } = await runCommand(['import', '--help'], {});
      expect(code).to.equal(0);
      for (const word of [
        'server',
        'twice',
        'kill -9',
        'STORE',
        'DATA_DIR',
        'MONGODB_URI',
        '143',
      ]) {
        expect(output).to.contain(word);
      }
    });

    it('of a file that is not right stores nothing, and makes no store', async () => {
      const lines = linesOf(large.text);
      const wrong = {
        changed: [large.text.replace('customer-7"', 'customer-8"'), `line ${lines.length + 1}:`],
        garbage: [signed(lines.with(-1, 'Hello')), `line ${lines.length}: is no JSON`],
      } as const;
      for (const [name, [text, words]] of Object.entries(wrong)) {
        const { code, errors } = await runCommand(['import', file(text)], { DATA_DIR: at('none') });
        expect(code, name).to.equal(1);
        expect(errors).to.contain(at('an.ndjson')).and.contain(words);
        expect(errors).to.contain('Nothing was stored.').and.not.contain('Hello');
        expect(existsSync(at('none'))).to.equal(false);
      }
    });

    it('says what it cannot read', async () => {
      const { code, errors } = await run(['import', at('none')], sqlite());
      expect(code).to.equal(1);
      expect(errors).to.contain(at('none')).and.not.contain('    at ');
    });

    it('of standard input stores what comes, and says at the end whether that was right', async () => {
      const place = sqlite();
      const damaged = pipedImport(place.environment);
      damaged.write(large.text.replace(/"sha256":"\w+"/, `"sha256":"${'0'.repeat(64)}"`));
      damaged.end();
      const { code, errors } = await damaged.ended;
      expect(code).to.equal(1);
      expect(errors).to.contain('standard input').and.contain('checksum').and.contain('stays');
      const whole = pipedImport(place.environment);
      whole.write(large.text);
      whole.end();
      expect((await whole.ended).code).to.equal(0);
      expect(await contentOf(place)).to.equal(large.text);
    });

    it('stops in the middle when it is told to, and says how to go on', async () => {
      const place = sqlite();
      const importing = pipedImport(place.environment);
      importing.write(half());
      await until(() => has(place, large.ids[large.ids.length / 4]));
      importing.child.kill('SIGTERM');
      const { code, errors } = await importing.ended;
      expect(code).to.equal(143);
      expect(errors).to.match(/^Stopped\. .*the same import again/);
      await inStore(place, (store) => imported(store, large.text));
      expect(await contentOf(place)).to.equal(large.text);
    });

    it('names what stands in its way', async () => {
      const place = await filled();
      const changed = large.text.replace('"clientMessageId":"m7"', '"clientMessageId":"mm"');
      const { code, errors } = await run(['import', file(signed(linesOf(changed)))], place);
      expect(code).to.equal(1);
      expect(errors).to.contain(`Conversation ${String(large.ids[0])}, seq 9: `);
      expect(await contentOf(place)).to.equal(large.text);
    });

    it('ends where the disk is full, and goes on from there when it is not', async () => {
      const place = sqlite();
      const { code, errors } = await run(['import', file(large.text)], place, 2_048);
      expect(code).to.equal(1);
      expect(errors).to.contain('The store failed').and.contain('SQLite failed');
      await inStore(place, (store) => imported(store, large.text));
      expect(await contentOf(place)).to.equal(large.text);
    });

    it('says which store cannot be opened', async () => {
      writeFileSync(at(DATABASE_FILE), 'no database at all');
      const environment = { DATA_DIR: folder.path };
      const { code, errors } = await runCommand(['import', file(large.text)], environment);
      expect(code).to.equal(1);
      expect(errors).to.contain(at(DATABASE_FILE)).and.contain('DATA_DIR');
    });
  });
});
