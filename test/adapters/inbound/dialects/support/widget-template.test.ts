import { expect } from 'chai';
import fc from 'fast-check';
import { isLeft } from 'fp-ts/lib/Either.js';
import { type DefaultTreeAdapterTypes, parseFragment } from 'parse5';
import { inert } from '../../../../../src/adapters/inbound/dialects/common/inert-text.js';
import {
  wireConversation,
  wireDetails,
  wireMessage,
} from '../../../../../src/adapters/inbound/dialects/support/encode.js';
import { publicForm } from '../../../../../src/adapters/inbound/dialects/support/guest-form.js';
import type { MessagePosted } from '../../../../../src/domain/conversation-event.js';
import { senderOf } from '../../../../../src/domain/decide/decision.js';
import { messageText, shortLine, subjectLine } from '../../../../../src/domain/message-text.js';
import { admin, agent, customer, guest } from '../../../../support/actors.js';
import { messageId, NOW, open } from '../../../../support/conversations.js';
import { type Shown, templateClass, templateContent } from '../../../../support/document-001.js';
import { MARKUP_ATTACKS } from '../../../../support/markup-attacks.js';

type Node = DefaultTreeAdapterTypes.ChildNode;
type Element = DefaultTreeAdapterTypes.Element;

const isElement = (node: Node): node is Element => 'tagName' in node;

/** Into which the widget puts its template. */
const place = ((): Element => {
  const [div] = parseFragment('<div></div>').childNodes.filter(isElement);
  if (div === undefined) throw new Error('a div is an element');
  return div;
})();

/** Its elements, what they bear and what stands in them, as a browser makes them of `innerHTML`. */
const outline = (nodes: readonly Node[]): readonly unknown[] =>
  nodes.flatMap((node): readonly unknown[] => {
    if (!isElement(node)) return 'value' in node ? [node.value] : [node.nodeName];
    const attributes = node.attrs.map(({ name, value }) => `${name}=${value}`);
    return [[node.tagName, ...attributes, ...outline(node.childNodes)]];
  });

const made = (html: string): readonly unknown[] =>
  outline(parseFragment(place, html, {}).childNodes).filter(
    (part) => typeof part !== 'string' || part.trim() !== '',
  );

const read = (text: string): string => text.replaceAll('\u200b', '');

/** Asks the template with that in it for its own elements and nothing else, in which stands what is to be read. */
const expectTemplate = (shown: Shown, text: string): void => {
  const html = templateContent(shown);
  const time = new Date(shown.createdAt).toLocaleTimeString();
  const [content, when, ...more] = made(html);
  expect([when, ...more], html).to.deep.equal([['div', 'class=message-time', time]]);
  const [tag, className, ...inside] = content as readonly unknown[];
  expect([tag, className], html).to.deep.equal(['div', 'class=message-content']);
  expect(inside.every((part) => typeof part === 'string')).to.equal(true, html);
  expect(read(inside.join('')), html).to.equal(read(text));
};

const wording = { publicUrl: () => 'https://chat.test', write: inert };

const posted = (text: string): MessagePosted => ({
  type: 'messagePosted',
  seq: 2,
  at: NOW,
  id: messageId(),
  sender: senderOf(admin()),
  kind: 'text',
  text,
});

const frame: Shown = wireMessage('c', posted('Hello'), publicForm, wording);

/** What goes out of a text wherever the dialect has one, each with what is kept of it. */
const everywhere = (typed: string): readonly (readonly [sent: string | null, kept: string])[] => {
  const text = messageText(typed);
  const subject = subjectLine(typed);
  const name = shortLine(typed);
  const contact = { ...customer().profile, name, firstName: name, email: name };
  const conversation = {
    ...open({ subject: isLeft(subject) ? null : subject.right, contact }),
    assignee: { id: 'sarah', name, firstName: name, email: name },
  };
  const wire = wireConversation('c', conversation, publicForm, inert) as { subject: string | null };
  const nothing = { messages: [], read: new Set<number>(), total: 0 };
  const history = { conversation, ...nothing, ownCodes: new Set<string>() };
  const { user, admin: assignee } = wireDetails('c', history, publicForm, wording) as Readonly<
    Record<'user' | 'admin', { readonly firstName: string | null; readonly email: string | null }>
  >;
  return [
    ...(isLeft(text)
      ? []
      : [[wireMessage('c', posted(text.right), publicForm, wording).message, text.right] as const]),
    [wire.subject, conversation.subject ?? ''],
    ...[user, assignee].flatMap(({ firstName, email }) => [
      [firstName, name ?? ''] as const,
      [email, name ?? ''] as const,
    ]),
  ];
};

const expectInert = (typed: string): void => {
  const different = new Map(everywhere(typed));
  for (const [sent, kept] of different) {
    if (sent !== null) expectTemplate({ ...frame, message: sent }, kept);
  }
};

/** Of what markup is made, and of words between. */
const pieces = fc.constantFrom(
  ...['<', '</', '<!', '<!--', '-->', '<?', '>', '/>', '&', '&#', '&#x', ';', '=', '"', "'", '`'],
  ...['/', '!', '?', '-', ']]>', '<![CDATA[', ' ', '\n', '\t', '\0', '\u200b', '\u00a0', '\ufeff'],
  ...['60', '3C', 'lt', 'LT', 'gt', 'amp', 'quot', 'copy', 'not', 'notin', 'nvlt', 'in', 'x', 'b'],
  ...['script', 'img src=x onerror=hacked()', 'svg onload=hacked()', 'div', 'style', 'plaintext'],
  ...[
    'table',
    'template',
    'math',
    'textarea',
    'CounterClockwiseContourIntegral',
    'ſ',
    '😀',
    '\ud800',
  ],
);

const texts = fc.oneof(
  { weight: 6, arbitrary: fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join('')) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...MARKUP_ATTACKS), pieces).map((two) => two.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }) },
);

describe('the template of document 001, as a parser of HTML reads it', () => {
  for (const attack of MARKUP_ATTACKS) {
    it(`is itself, and shows what was typed: ${attack.slice(0, 60)}`, () => {
      expectInert(attack);
    });
  }

  it('is itself, and shows what was typed, whatever that was', function () {
    this.timeout(60_000);
    fc.assert(fc.property(texts, expectInert), { numRuns: 10_000 });
  });

  it('has one class for each kind of sender, and a time, whoever wrote', () => {
    for (const [sender, className] of [
      [senderOf(customer('"><script>')), 'message user'],
      [senderOf(guest('"><script>')), 'message guest'],
      [senderOf(agent('"><script>')), 'message admin'],
      [senderOf(admin('"><script>')), 'message admin'],
      [senderOf({ kind: 'system' }), 'message system'],
    ] as const) {
      const message = wireMessage('c', { ...posted('Hello'), sender }, publicForm, wording);
      expect(templateClass(message)).to.equal(className);
      expectTemplate(message, 'Hello');
    }
  });

  it('is not itself with a text that is put there as it was typed', () => {
    const fooled = MARKUP_ATTACKS.filter((message) => {
      try {
        expectTemplate({ ...frame, message }, message);
        return false;
      } catch {
        return true;
      }
    });
    expect(fooled).to.have.length.above(55);
  });
});
