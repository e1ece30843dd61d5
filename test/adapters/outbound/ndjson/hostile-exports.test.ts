import { expect } from 'chai';
import fc from 'fast-check';
import { memoryStore } from '../../../../src/adapters/outbound/stores/memory/memory-store.js';
import { closing, message, opening } from '../../../support/appends.js';
import { answer } from '../../../support/answer.js';
import { expectLeft, expectRight } from '../../../support/expect-either.js';
import { linesOf, signed } from '../../../support/signed-exports.js';
import { fillWithSamples } from '../../../support/stored-samples.js';
import { checking, exported, importing } from '../../../support/transfers.js';

const SECRET_TEXT = 'what somebody wrote';

/** Header, one member of staff, a conversation of four events and one of two. */
const smallExport = async (): Promise<string> => {
  const store = memoryStore();
  await fillWithSamples(store);
  const first = opening({ text: SECRET_TEXT });
  const next = message(first.conversation, { text: SECRET_TEXT });
  for (const append of [first, next, closing(next.conversation), opening({ name: 'o9' })]) {
    await answer(store.log.append([append]));
  }
  return exported(store);
};

/** What is wrong with it; nothing may be quoted of what people wrote. */
const faultIn = async (text: string | Buffer) => {
  const fault = expectLeft(await checking(text), 'BadExport');
  expect(fault.message).not.to.contain(SECRET_TEXT);
  return fault;
};

describe('an export that is not as it was written', () => {
  let text: string;
  let lines: readonly string[];

  before(async () => {
    text = await smallExport();
    lines = linesOf(text);
  });

  const at = (part: string): number => {
    const index = lines.findIndex((line) => line.includes(part));
    if (index === -1) throw new Error(`no line has ${part}`);
    return index;
  };

  /** With the checksum set right: only what the lines say is wrong. */
  const edited = (edit: (lines: string[]) => void): string => {
    const copy = [...lines];
    edit(copy);
    return signed(copy);
  };

  it('is told apart from one that is', async () => {
    expectRight(await checking(text));
    expectRight(await checking(signed(lines)));
  });

  it('is refused wherever it is cut off', async () => {
    const bytes = Buffer.from(text);
    const lineEnds = [...bytes.keys()].filter((index) => bytes[index] === 0x0a);
    const between = [...bytes.keys()].filter((index) => index % 29 === 0);
    for (const end of [
      ...between,
      ...lineEnds,
      ...lineEnds.slice(0, -1).map((index) => index + 1),
    ]) {
      await faultIn(bytes.subarray(0, end));
    }
  });

  it('is refused whichever byte of it is another one', async () => {
    const bytes = Buffer.from(text);
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (index, change) => {
          const changed = Buffer.from(bytes);
          changed[index] = (bytes[index] ?? 0) ^ change;
          await faultIn(changed);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is refused with any line left out, said twice, or in the place of the next', async () => {
    for (const [index, line] of lines.entries()) {
      await faultIn(edited((all) => all.splice(index, 1)));
      await faultIn(edited((all) => all.splice(index, 0, line)));
      const next = lines[index + 1];
      if (next === undefined) continue;
      await faultIn(edited((all) => all.splice(index, 2, next, line)));
      await faultIn(text.replace(`${line}\n${next}\n`, `${next}\n${line}\n`));
    }
  });

  it('is refused with something behind its end', async () => {
    const { line } = await faultIn(`${text}{}\n`);
    expect(line).to.equal(lines.length + 2);
    await faultIn(`${text}${text}`);
    await faultIn(`${text}\n`);
  });

  it('is refused where the checksum is that of something else', async () => {
    const other = text.replace(
      /"sha256":"./,
      (start) => `${start.slice(0, -1)}${start.endsWith('0') ? '1' : '0'}`,
    );
    const fault = await faultIn(other);
    expect(fault).to.include({ line: lines.length + 1 });
    expect(fault.message).to.contain('checksum');
  });

  it('is refused in words where a newer version wrote it', async () => {
    const newer = edited((all) => {
      all[0] = (all[0] ?? '').replace('"version":4', '"more":{},"version":5');
    });
    const { line, message: words } = await faultIn(newer);
    expect(line).to.equal(1);
    expect(words).to.contain('version 5').and.contain('version 4').and.contain('newer');
  });

  for (const [name, version] of Object.entries({
    none: '0',
    text: '"1"',
    half: '1.5',
    less: '-1',
  })) {
    it(`is refused where its version is none: ${name}`, async () => {
      const { line } = await faultIn(
        edited((all) => (all[0] = (all[0] ?? '').replace('"version":4', `"version":${version}`))),
      );
      expect(line).to.equal(1);
    });
  }

  const garbage: Readonly<Record<string, string | Buffer>> = {
    'nothing at all': '',
    'an empty line': '\n',
    'a picture': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    'a picture, with a newline': Buffer.from('89504e47ff0a', 'hex'),
    'JSON of another kind': '{"a":1}\n',
    'a list': '[]\n',
    null: 'null\n',
    'two members': '{"staff":{},"event":{}}\n',
    'a member of every object': '{"constructor":{}}\n',
    'the prototype': '{"__proto__":{"header":{}}}\n',
    'a byte order mark': '\ufeff{"header":{}}\n',
    'half an object': '{"header":\n',
    'JSON of great depth': `${'['.repeat(400_000)}${']'.repeat(400_000)}\n`,
    'objects of great depth': `${'{"header":'.repeat(90_000)}1${'}'.repeat(90_000)}\n`,
    'a line of 10 MB': `{"header":"${'x'.repeat(10_000_000)}"}\n`,
    'ten MB without a line': 'x'.repeat(10_000_000),
  };
  for (const [name, bytes] of Object.entries(garbage)) {
    it(`is refused where it is ${name}`, async () => {
      expect(await faultIn(bytes)).to.include({ line: 1 });
      const deeper = Buffer.concat([Buffer.from(`${lines[0] ?? ''}\n`), Buffer.from(bytes)]);
      expect(await faultIn(deeper)).to.include({ line: 2 });
    });
  }

  describe('in its events', () => {
    const edits: Readonly<
      Record<string, readonly [part: string, from: string | RegExp, to: string]>
    > = {
      'an unknown kind': ['"type":"rated"', '"type":"rated"', '"type":"praised"'],
      'a kind that every object has': ['"type":"rated"', '"type":"rated"', '"type":"toString"'],
      'a member more': ['"type":"rated"', '"stars":4', '"stars":4,"stripes":1'],
      'a member less': ['"type":"rated"', '"stars":4,', ''],
      'a member of the prototype': ['"type":"rated"', '"stars":4', '"stars":4,"__proto__":1'],
      'a text for a number': ['"type":"rated"', '"stars":4', '"stars":"4"'],
      'a number that is none': ['"type":"rated"', '"stars":4', '"stars":4.5'],
      'a time that is too large': ['"type":"rated"', /"at":\d+/, '"at":9007199254740993'],
      'a time before the last': ['"type":"rated"', /"at":\d+/, '"at":1'],
      'a seq that is left out': ['"type":"rated"', /"seq":\d+/, '"seq":99'],
      'half a character': ['"feedback":"thanks"', 'thanks', '\\ud83d'],
      'half a character in a name': [
        '"deviceMetadata":{"',
        '"deviceMetadata":{"',
        '"deviceMetadata":{"\\ud83d":"x","',
      ],
      'a number where texts belong': [
        '"deviceMetadata":{"',
        '"deviceMetadata":{"',
        '"deviceMetadata":{"x":1,"',
      ],
      'a list where an object belongs': [
        '"type":"rated"',
        /\{"event":\{(.*)\}\}/,
        '{"event":[{$1}]}',
      ],
      'an id in capitals': ['"type":"opened"', /"conversationId":"0/, '"conversationId":"A'],
      'another number': ['"type":"opened"', /"number":\d+/, '"number":123456789'],
      'a way in that is unknown': ['"type":"opened"', '"ownership":"shared"', '"ownership":"mine"'],
      'no sender': ['"type":"noteAdded"', /"sender":\{.*?\}/, '"sender":null'],
      'a code with a text': ['"kind":"auth_code"', '"codeId"', '"text":"123456","codeId"'],
      'two that open': ['"type":"noteAdded"', /\{"event":.*/, ''],
    };
    for (const [name, [part, from, to]] of Object.entries(edits)) {
      it(`is refused at the line: ${name}`, async () => {
        const index = at(part);
        const line = lines[index] ?? '';
        const changed =
          name === 'two that open' ? (lines[at('"type":"opened"')] ?? '') : line.replace(from, to);
        expect(changed).not.to.equal(line);
        const fault = await faultIn(edited((all) => (all[index] = changed)));
        expect(fault.line).to.equal(index + 1);
      });
    }

    it('says where in the line', async () => {
      const index = at('"type":"noteAdded"');
      const changed = (lines[index] ?? '').replace(/"kind":"\w+"/, '"kind":"nobody"');
      const { message: words } = await faultIn(edited((all) => (all[index] = changed)));
      expect(words).to.contain('event: sender.kind must be customer or guest');
    });
  });

  describe('in what it says of itself', () => {
    for (const name of ['staff', 'conversations', 'events', 'messages', 'lastNumber']) {
      for (const by of [-1, 1]) {
        it(`is refused: ${name} is ${by > 0 ? 'more' : 'less'} than there is`, async () => {
          const changed = edited((all) => {
            all[0] = (all[0] ?? '').replace(
              new RegExp(`"${name}":(\\d+)`),
              (_all, count: string) => `"${name}":${Number(count) + by}`,
            );
          });
          await faultIn(changed);
        });
      }
    }

    it('is refused: a number that leaves no room to count on', async () => {
      const huge = (all: string[]) =>
        (all[0] = (all[0] ?? '').replace(/"lastNumber":\d+/, '"lastNumber":9007199254740991'));
      expect(await faultIn(edited(huge))).to.include({ line: 1 });
    });

    it('is refused: a conversation of more events, or fewer, than follow', async () => {
      const last = lines.findLastIndex((line) => line.startsWith('{"conversation":'));
      for (const index of [at('{"conversation":'), last]) {
        for (const by of [-1, 1]) {
          const changed = (lines[index] ?? '').replace(
            /"events":(\d+)/,
            (_all, count: string) => `"events":${Number(count) + by}`,
          );
          await faultIn(edited((all) => (all[index] = changed)));
        }
      }
    });

    it('is refused: a mark of another message, or more marks, or fewer, than follow', async () => {
      const index = at('{"read":');
      const changed = (lines[index] ?? '').replace(/"seq":(\d+)/, '"seq":1');
      expect(await faultIn(edited((all) => (all[index] = changed)))).to.include({
        line: index + 1,
      });
      for (const reads of ['0', '1', '9', '-1', 'null']) {
        await faultIn(
          edited((all) => {
            const head = at('"reads":2');
            all[head] = (lines[head] ?? '').replace('"reads":2', `"reads":${reads}`);
          }),
        );
      }
    });

    it('is refused: more events at once than an append may have', async () => {
      const index = at('{"conversation":');
      for (const count of ['0', '201', '9999']) {
        const changed = (lines[index] ?? '').replace(/"opening":\d+/, `"opening":${count}`);
        expect(await faultIn(edited((all) => (all[index] = changed)))).to.include({
          line: index + 1,
        });
      }
    });

    it('is refused: two messages of one name in what opened a conversation', async () => {
      let last = opening({ name: 'm1' });
      const from = memoryStore();
      await answer(from.log.append([last]));
      for (const name of ['m2', 'm3']) {
        last = message(last.conversation, { name });
        await answer(from.log.append([last]));
      }
      const all = linesOf(await exported(from));
      const wrong = all.map((line) =>
        line.replace('"opening":2', '"opening":4').replace('"m3"', '"m2"'),
      );
      const fault = { line: all.length, message: 'bears the name of another that opened it, too' };
      expect(expectLeft(await checking(signed(wrong)), 'BadExport')).to.deep.include(fault);
    });

    it('is refused: an event that is larger than an append may be', async () => {
      const index = at('"type":"rated"');
      const changed = (lines[index] ?? '').replace('thanks', 'x'.repeat(999_990));
      expect(await faultIn(edited((all) => (all[index] = changed)))).to.include({
        line: index + 1,
      });
    });
  });

  it('stores nothing of what stands behind the line that is wrong', async () => {
    const index = at('"type":"rated"');
    const store = memoryStore();
    const wrong = edited((all) => (all[index] = 'garbage'));
    expect(expectLeft(await importing(store, wrong), 'BadExport')).to.include({ line: index + 1 });
    expect(linesOf(await exported(store)).length).to.be.at.most(index);
  });

  it('stores no conversation whose number was not skipped', async () => {
    const less = edited((all) => {
      all[0] = (all[0] ?? '').replace(
        /"lastNumber":(\d+)/,
        (_all, number: string) => `"lastNumber":${Number(number) - 1}`,
      );
    });
    const { line } = expectLeft(await importing(memoryStore(), less), 'BadExport');
    expect(lines[line - 1]).to.match(/^\{"conversation":/);
  });

  for (const [twice, seq] of [
    ['m1', 3],
    ['m3', 5],
  ] as const) {
    it(`stores no message twice, where a name is borne twice: ${twice}`, async () => {
      const first = opening({ name: 'm1' });
      const from = memoryStore();
      let last = first;
      await answer(from.log.append([first]));
      for (const name of ['m2', 'm3', 'm4']) {
        last = message(last.conversation, { name });
        await answer(from.log.append([last]));
      }
      const instead = `"m${seq - 1}"`;
      const lines = linesOf(await exported(from));
      const wrong = signed(lines.map((line) => line.replace(instead, `"${twice}"`)));
      const store = memoryStore();
      expectRight(await checking(wrong));
      expect(expectLeft(await importing(store, wrong), 'ImportRefused')).to.deep.include({
        because: 'name',
        seq,
      });
      expect(await answer(store.log.read(first.conversation.id, 0, 10))).to.have.length(seq - 1);
    });
  }
});
