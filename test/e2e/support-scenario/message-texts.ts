import { expect } from 'chai';
import type { SupportClient as Client } from '../support/support-clients.js';
import { someone } from '../support/tokens.js';
import { messageOf, expectNothing, expectRefused, type Scene } from './scene.js';

/** What becomes of a text. */
export const describeMessageTexts = ({ open, enter }: Scene): void => {
  describe('text', () => {
    let client: Client;
    let conversationId: string;

    beforeEach(async () => {
      const sub = someone();
      conversationId = await open(sub);
      client = await enter({ sub });
    });

    const written: readonly (readonly [what: string, typed: string, out: string])[] = [
      ['passes as typed', '  Grüße, 世界 🎉  ', '  Grüße, 世界 🎉  '],
      ['keeps tab and newline', 'a\tb\nc', 'a\tb\nc'],
      ['loses control characters', 'a\u0000b\u0007c\u007fd\u0085e\r\n', 'abcde\n'],
      ['loses lone surrogates', 'a\ud800b\udc00c', 'abc'],
      ['of 5,000 characters, each of two units', '🎉'.repeat(5_000), '🎉'.repeat(5_000)],
      ['counts what is left', `${'x'.repeat(5_000)}\u0000\u0000`, 'x'.repeat(5_000)],
      ['with a tag', '<img src=x onerror=alert(1)>', '<\u200bimg src=x onerror=alert(1)>'],
      ['with an end tag', 'a</b>', 'a<\u200b/b>'],
      ['with a comment', '<!-- -->', '<\u200b!-- -->'],
      ['with an instruction', '<?x?>', '<\u200b?x?>'],
      ['that ends with a bracket', 'a <', 'a <\u200b'],
      ['with a named reference', '&lt;b&gt;', '&\u200blt;b&\u200bgt;'],
      ['with a numeric reference', '&#60;&#x3c;', '&\u200b#60;&\u200b#x3c;'],
      ['with a reference that needs no semicolon', '&copy=1', '&\u200bcopy=1'],
      ['with comparisons', '1 < 2 & 3 > 2', '1 < 2 & 3 > 2'],
      ['with a link', 'https://x.example/?a=1&b=2', 'https://x.example/?a=1&b=2'],
      ['with quotes', `"it's"`, `"it's"`],
    ];

    for (const [what, typed, out] of written) {
      it(`${what}: ack and echo alike`, async () => {
        const ack = await client.request('message:send', { conversationId, message: typed });
        expect(messageOf(ack).message).to.equal(out);
        expect((await client.next('message:received')).message).to.equal(out);
      });
    }

    const refused: Readonly<Record<string, string>> = {
      'nothing at all': '',
      'only spaces': ' \t\n ',
      'only control characters': '\u0000\u0001\u0008\u007f\u009f',
      'only a lone surrogate': '\ud800',
      'spaces around control characters': ' \u0000 ',
      '5,001 characters': 'x'.repeat(5_001),
      '5,001 characters of two units': '🎉'.repeat(5_001),
    };

    for (const [what, message] of Object.entries(refused)) {
      it(`is refused with ${what}`, async () => {
        await expectRefused(client, ['message:send', { conversationId, message }], 'invalid');
        await expectNothing(client, 'message:received');
      });
    }
  });
};
