import { expect } from 'chai';
import { someone } from '../support/tokens.js';
import type { Check } from './endpoints-004.js';
import { ask, type Asking, john, livechatAt, mike, type Person, USER } from './livechat-people.js';

/** A ticket with its messages, as an older app has it. */
interface LegacyTicket {
  readonly id: string;
  readonly ticket_number: string;
  readonly messages: readonly { readonly message: string; readonly is_from_user: boolean }[];
  readonly [field: string]: unknown;
}

/** Design, section 6: all that an answer carries of a ticket. */
const FIELDS = [
  ...['id', 'ticket_number', 'subject', 'description', 'status', 'priority', 'support_type'],
  ...['created_at', 'updated_at', 'messages'],
];

const opening = {
  subject: 'Failed transfer',
  description: 'It keeps failing',
  support_type: 'TRANSACTION_ISSUE',
} as const;

/** Both who has an account and who has none: how each says who he is. */
interface Opener {
  readonly asking: Asking;
  /** To go with a body or a query. */
  readonly said: { readonly email?: string };
  readonly ticket: LegacyTicket;
}

const asked = async (
  url: string,
  request: string,
  asking: Asking,
  status: number,
): Promise<LegacyTicket> => {
  const reply = await ask(url, request, asking);
  expect(reply.status, JSON.stringify(reply.body)).to.equal(status);
  expect(reply.body).to.have.all.keys('success', 'message', 'data');
  const { ticket } = reply.body.data as { readonly ticket: LegacyTicket };
  expect(ticket).to.have.all.keys(FIELDS);
  return ticket;
};

const withAccount = async (url: string, by: Person): Promise<Opener> => {
  const asking = { bearer: by.bearer };
  const body = { ...opening, priority: 'high' };
  const ticket = await asked(url, `POST ${USER}/create-ticket`, { ...asking, body }, 201);
  return { asking, said: {}, ticket };
};

const withoutAccount = async (url: string): Promise<Opener> => {
  const email = `${someone('Ann')}@example.com`;
  const body = { ...opening, email, phone_number: '08012345678' };
  const ticket = await asked(url, `POST ${USER}/request-support`, { body }, 201);
  return { asking: {}, said: { email: email.toUpperCase() }, ticket };
};

const openers = async (url: string): Promise<readonly Opener[]> => [
  await withAccount(url, john()),
  await withoutAccount(url),
];

const queryOf = ({ said, ticket }: Opener): string =>
  new URLSearchParams({ ticket_number: ticket.ticket_number, ...said }).toString();

const read = (url: string, opener: Opener): Promise<LegacyTicket> =>
  asked(url, `GET ${USER}/ticket?${queryOf(opener)}`, opener.asking, 200);

/** Closes the conversation of a ticket, as staff find it: by its number. */
const closed = async (url: string, { ticket }: Opener): Promise<void> => {
  const admin = mike();
  const at = livechatAt(url);
  await at.close(admin, await at.found(admin, ticket.ticket_number));
};

const isNew = (ticket: LegacyTicket, rest: object): void => {
  expect(ticket).to.deep.include({ ...opening, status: 'open', ...rest });
  expect(ticket.messages.map(({ message, is_from_user: own }) => [message, own])).to.deep.equal([
    ['It keeps failing', true],
  ]);
};

/** By the rows of "Legacy Ticket Endpoints". */
export const LEGACY_CHECKS: Readonly<Record<string, Check>> = {
  'POST /support/request-support': async (url) => {
    isNew((await withoutAccount(url)).ticket, { priority: 'medium' });
    const email = `${someone()}@example.com`;
    const { support_type: _, ...least } = opening;
    const body = { ...least, email };
    const ticket = await asked(url, `POST ${USER}/request-support`, { body }, 201);
    expect(ticket).to.include({ support_type: 'GENERAL', priority: 'medium' });
    for (const field of ['email', 'subject', 'description']) {
      const lacking = Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));
      const refused = await ask(url, `POST ${USER}/request-support`, { body: lacking });
      expect([refused.status, refused.body.errors?.[0]?.field]).to.deep.equal([400, field]);
    }
  },
  'POST /support/create-ticket': async (url) => {
    isNew((await withAccount(url, john())).ticket, { priority: 'high' });
    const { status } = await ask(url, `POST ${USER}/create-ticket`, { body: opening });
    expect(status).to.equal(401);
  },
  'GET /support/my-tickets': async (url) => {
    const user = john();
    const [first, second] = [await withAccount(url, user), await withAccount(url, user)];
    await livechatAt(url).open(user, 'without a ticket');
    const { status, body } = await ask(url, `GET ${USER}/my-tickets`, { bearer: user.bearer });
    expect(status).to.equal(200);
    expect(body.data['total']).to.equal(2);
    const listed = body.data['tickets'] as readonly LegacyTicket[];
    expect(listed.map(({ ticket_number: one }) => one)).to.have.members(
      [first, second].map(({ ticket }) => ticket.ticket_number),
    );
    for (const one of listed) {
      expect(one).to.have.all.keys(FIELDS.filter((field) => field !== 'messages'));
    }
  },
  'GET /support/ticket?ticket_number=...': async (url) => {
    for (const opener of await openers(url)) {
      expect(await read(url, opener)).to.deep.equal(opener.ticket);
      const admin = mike();
      const at = livechatAt(url);
      const id = await at.found(admin, opener.ticket.ticket_number);
      await at.claim(admin, id);
      await at.reply(admin, id, 'Let me look');
      await at.note(admin, id, 'between us');
      await at.updateTicket(admin, opener.ticket.ticket_number, { status: 'in_progress' });
      const ticket = await read(url, opener);
      expect(ticket).to.include({ status: 'in_progress' });
      expect(ticket.messages.map(({ message }) => message)).to.deep.equal([
        'It keeps failing',
        'Let me look',
      ]);
      for (const asking of [{ bearer: john().bearer }, {}]) {
        const foreign = asking.bearer === undefined ? '&email=other@example.com' : '';
        const query = `ticket_number=${opener.ticket.ticket_number}${foreign}`;
        const refused = await ask(url, `GET ${USER}/ticket?${query}`, asking);
        expect([refused.status, refused.body]).to.deep.equal([
          404,
          { success: false, message: 'Ticket not found' },
        ]);
      }
    }
  },
  'POST /support/ticket/add-message': async (url) => {
    for (const opener of await openers(url)) {
      const body = {
        ticket_number: opener.ticket.ticket_number,
        message: 'And since Monday',
        ...opener.said,
      };
      const path = `POST ${USER}/ticket/add-message`;
      const ticket = await asked(url, path, { ...opener.asking, body }, 201);
      expect(ticket.messages.map(({ message }) => message)).to.deep.equal([
        'It keeps failing',
        'And since Monday',
      ]);
      expect(await read(url, opener)).to.deep.equal(ticket);
      await closed(url, opener);
      const refused = await ask(url, path, { ...opener.asking, body });
      expect([refused.status, refused.body.message]).to.deep.equal([
        400,
        'This conversation has been closed',
      ]);
    }
  },
  'POST /support/ticket/:ticketNumber/rate': async (url) => {
    for (const opener of await openers(url)) {
      const path = `POST ${USER}/ticket/${opener.ticket.ticket_number}/rate`;
      const body = { rating: 4, feedback: 'Quick', ...opener.said };
      const early = await ask(url, path, { ...opener.asking, body });
      expect([early.status, early.body.message]).to.deep.equal([
        400,
        'Can only rate closed conversations',
      ]);
      await closed(url, opener);
      for (const rating of [0, 6, 4.5, '5', undefined]) {
        const odd = await ask(url, path, { ...opener.asking, body: { ...body, rating } });
        expect([odd.status, odd.body.message]).to.deep.equal([
          400,
          'Rating must be between 1 and 5',
        ]);
      }
      await asked(url, path, { ...opener.asking, body }, 201);
      const again = await ask(url, path, { ...opener.asking, body });
      expect([again.status, again.body.message]).to.deep.equal([400, 'Conversation already rated']);
    }
  },
};
