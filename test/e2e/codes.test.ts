import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { type StoreName, STORES } from '../../src/bootstrap/stores.js';
import { needsStore, type StorePlace } from '../support/bound-stores.js';
import { DOTS, elsewhere, generate, generated, otherThan, verify } from './support/codes.js';
import { openAsGuest, openAsKnownGuest } from './support/guests.js';
import { startServer } from './support/in-process-server.js';
import { conversationOf, historyPath, rest, type RestReply } from './support/rest-client.js';
import { connectSupportSocketio } from './support/support-clients.js';
import { someone, token } from './support/tokens.js';
import type { WireConversation, WireHistory } from './support/wire.js';

const INVALID = { success: false, message: 'Invalid or expired code' };

const expectInvalid = ({ status, body }: RestReply<unknown>): void => {
  expect({ status, body }).to.deep.equal({ status: 200, body: INVALID });
};

const expectRefused = (
  { status, body }: RestReply<unknown>,
  expected: number,
  ...fields: readonly string[]
): void => {
  expect(status, JSON.stringify(body)).to.equal(expected);
  expect(body).to.have.all.keys('success', 'message', 'errors');
  expect(body.success).to.equal(false);
  if (fields.length > 0) {
    expect(body.errors.map(({ field }) => field)).to.deep.equal(fields);
  }
};

const many = <A>(count: number, make: (n: number) => Promise<A>): Promise<readonly A[]> =>
  Promise.all(Array.from({ length: count }, (_, n) => make(n)));

const describeCodes = (store: StoreName, fresh: () => StorePlace): void => {
  describe(`codes of support on ${store}`, () => {
    let place: StorePlace;
    let url: string;
    let server: App;
    const admin = token({ sub: someone('admin'), role: 'admin' });
    const agent = token({ sub: someone('agent'), role: 'agent', departments: ['sales'] });

    before(async () => {
      place = fresh();
      server = await startServer({ ...place.environment, TRUST_PROXY: '1' });
      ({ url } = server);
    });
    after(async () => {
      await server.stop();
      await place.remove();
    });

    const expectVerified = async (
      body: Readonly<Record<string, unknown>>,
      bearer: string | null = null,
    ): Promise<Readonly<Record<string, unknown>>> => {
      const reply = await verify(url, body, { bearer });
      expect(reply.status, JSON.stringify(reply.body)).to.equal(200);
      const { success, message, data } = reply.body;
      expect({ success, message }).to.deep.equal({
        success: true,
        message: 'Code verified successfully',
      });
      expect(data.authCodeId).to.match(/^[0-9a-f-]{36}$/);
      return { ...data };
    };

    describe('POST /api/support/onboarding/generate-code', () => {
      it('answers with exactly the fields of the document', async () => {
        const conversationId = await conversationOf(url, token({ sub: someone() }));
        const before = Date.now();
        const { status, body } = await generate(url, admin, {
          conversationId,
          deviceInfo: '{"device": "iPhone", "os": "iOS 17"}',
        });
        expect(status).to.equal(201);
        expect(body).to.deep.equal({
          success: true,
          message: 'Auth code generated successfully',
          data: { code: body.data.code, expiresAt: body.data.expiresAt, conversationId },
        });
        expect(body.data.code).to.match(/^\d{6}$/);
        expect(body.data.expiresAt).to.match(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        const expiresAt = Date.parse(body.data.expiresAt);
        expect(expiresAt).to.be.within(before + 900_000, Date.now() + 900_000);
      });

      it('is for staff', async () => {
        const { guestId } = await openAsKnownGuest(url);
        expectRefused(await generate(url, token({ sub: someone() })), 403);
        expectRefused(await generate(url, null), 401);
        expectRefused(await generate(url, null, { guestId }), 401);
        expectRefused(await generate(url, 'no token', { guestId }), 401);
        for (const bearer of [admin, agent]) {
          expect((await generate(url, bearer)).status).to.equal(201);
        }
      });

      it('sends it to the open onboarding conversation of whom it names, opened if there is none', async () => {
        const sub = someone();
        const first = await generated(url, agent, { userId: sub });
        const second = await generated(url, admin, { userId: sub });
        expect(second.conversationId).to.equal(first.conversationId);
        const own = await conversationOf(url, token({ sub }), 'onboarding');
        expect(first.conversationId).to.equal(own);

        const { publicId, guestId } = await openAsKnownGuest(url);
        const guests = await generated(url, agent, { guestId: publicId });
        const opened = await openAsGuest(url, guestId, { type: 'onboarding' });
        expect(guests.conversationId).to.equal(opened.conversationId);
      });

      it('sends one that names nobody to nobody', async () => {
        expect((await generated(url, agent)).conversationId).to.equal(null);
      });

      it('refuses what does not belong together', async () => {
        const [one, other] = [someone(), someone()];
        const conversationId = await conversationOf(url, token({ sub: one }));
        const guest = await openAsKnownGuest(url);
        const wrong = [
          [{ userId: other, conversationId }, 'userId'],
          [{ guestId: guest.publicId, conversationId }, 'guestId'],
          [{ userId: guest.publicId, conversationId: guest.conversationId }, 'userId'],
          [{ userId: one, guestId: guest.publicId }, 'guestId'],
        ] as const;
        for (const [body, field] of wrong) {
          expectRefused(await generate(url, admin, body), 400, field);
        }
        expect((await generate(url, admin, { userId: one, conversationId })).status).to.equal(201);
        const { publicId: guestId } = guest;
        const own = { guestId, conversationId: guest.conversationId };
        expect((await generate(url, admin, own)).status).to.equal(201);
      });

      it('knows no guest by his secret, and names none that has not the form of one', async () => {
        const { guestId, publicId } = await openAsKnownGuest(url);
        for (const wrong of [guestId, `${publicId}x`, publicId.slice(1), 'guest_123_abc', '']) {
          const reply = await generate(url, admin, { guestId: wrong });
          expectRefused(reply, 400, 'guestId');
          if (wrong !== '') expect(JSON.stringify(reply.body)).to.not.contain(wrong);
        }
      });

      it('takes no conversation that there is not, or that is another department’s', async () => {
        const unknown = { conversationId: '01890000-0000-7000-8000-000000000000' };
        for (const bearer of [admin, agent]) {
          expectRefused(await generate(url, bearer, unknown), 404, 'conversationId');
        }
        expectRefused(
          await generate(url, admin, { conversationId: 'no-id' }),
          400,
          'conversationId',
        );
      });

      it('refuses fields of another type, and those that are too long', async () => {
        for (const [body, field] of [
          [{ userId: 1 }, 'userId'],
          [{ userId: '' }, 'userId'],
          [{ userId: '\u200b \u0000' }, 'userId'],
          [{ userId: 'x'.repeat(201) }, 'userId'],
          [{ userId: 'half \ud800' }, 'userId'],
          [{ guestId: ['guest'] }, 'guestId'],
          [{ guestId: { $ne: null } }, 'guestId'],
          [{ conversationId: 7 }, 'conversationId'],
          [{ deviceInfo: { os: 'iOS' } }, 'deviceInfo'],
          [{ deviceInfo: 'x'.repeat(2_001) }, 'deviceInfo'],
        ] as const) {
          expectRefused(await generate(url, admin, body), 400, field);
        }
        expect((await generate(url, admin, { deviceInfo: 'x'.repeat(2_000) })).status).to.equal(
          201,
        );
        expectRefused(await generate(url, admin, []), 400);
        expectRefused(await generate(url, admin, 'text'), 400);
      });

      it('names people by whatever a token may call them', async () => {
        for (const sub of ['<img src=x onerror=alert(1)>', '__proto__', 'a.b.$c', `x'; --`]) {
          const bearer = token({ sub, name: '<b>&amp;</b>' });
          const { code } = await generated(url, admin, { userId: sub });
          expect(await expectVerified({ code, userId: sub }, bearer)).to.include({ userId: sub });
        }
      });
    });

    describe('POST /api/support/onboarding/verify-code', () => {
      it('verifies a user’s once, for him alone, and says whose it was', async () => {
        const sub = someone();
        const { code } = await generated(url, admin, { userId: sub });
        expectInvalid(await verify(url, { code }));
        expectInvalid(await verify(url, { code, userId: someone() }));
        expectInvalid(await verify(url, { code }, { bearer: token({ sub: someone() }) }));
        expectInvalid(await verify(url, { code }, { bearer: admin }));
        const data = await expectVerified({ code, userId: sub });
        expect(data).to.have.all.keys('authCodeId', 'userId');
        expect(data['userId']).to.equal(sub);
        expectInvalid(await verify(url, { code, userId: sub }));
      });

      it('says whose it was where it was made for a user’s conversation', async () => {
        const sub = someone();
        const own = token({ sub });
        const conversationId = await conversationOf(url, own);
        for (const [named, credential] of [
          [{}, null],
          [{ userId: sub }, null],
          [{}, own],
        ] as const) {
          const { code } = await generated(url, admin, { conversationId });
          const data = await expectVerified({ code, ...named }, credential ?? undefined);
          expect(data).to.have.all.keys('authCodeId', 'userId');
          expect(data['userId']).to.equal(sub);
        }
        const guest = await openAsKnownGuest(url);
        for (const wish of [{ conversationId: guest.conversationId }, {}]) {
          const { code } = await generated(url, admin, wish);
          expect(await expectVerified({ code })).to.have.all.keys('authCodeId');
        }
      });

      it('takes a customer for whom his token names', async () => {
        const sub = someone();
        const bearer = token({ sub });
        const { code } = await generated(url, admin, { userId: sub });
        expectRefused(await verify(url, { code, userId: someone() }, { bearer }), 403);
        expect(await expectVerified({ code }, bearer)).to.include({ userId: sub });
        const { code: second } = await generated(url, admin, { userId: sub });
        await expectVerified({ code: second, userId: sub }, admin);
      });

      it('verifies a guest’s by his secret form, wherever it stands', async () => {
        const { guestId, publicId } = await openAsKnownGuest(url);
        const other = await openAsKnownGuest(url);
        const { code } = await generated(url, admin, { guestId: publicId });
        for (const wrong of [publicId, other.guestId, `${guestId}x`, 'test_guest_123', '']) {
          expectInvalid(await verify(url, { code, guestId: wrong }));
        }
        expectInvalid(await verify(url, { code, userId: publicId }));
        expect(await expectVerified({ code, guestId })).to.have.all.keys('authCodeId');
        for (const headers of [{ 'x-guest-id': guestId }, { cookie: `guest_id=${guestId}` }]) {
          const next = await generated(url, admin, { guestId: publicId });
          const reply = await verify(
            url,
            { code: next.code },
            { headers: { ...elsewhere(), ...headers } },
          );
          expect(reply.body.success).to.equal(true);
        }
      });

      it('verifies a conversation’s for its owner, and for who names nobody', async () => {
        const sub = someone();
        const conversationId = await conversationOf(url, token({ sub }));
        for (const body of [{}, { userId: sub }]) {
          const { code } = await generated(url, admin, { conversationId });
          expectInvalid(await verify(url, { code, userId: someone() }));
          expect(await expectVerified({ code, ...body })).to.include({ userId: sub });
        }
      });

      it('verifies one that names nobody for whoever is given it', async () => {
        const { guestId } = await openAsKnownGuest(url);
        for (const body of [{}, { userId: someone() }, { guestId }]) {
          const { code } = await generated(url, agent);
          expect(await expectVerified({ code, ...body })).to.have.all.keys('authCodeId');
          expectInvalid(await verify(url, { code, ...body }));
        }
      });

      it('lets a new code void the older of its target, however either was made', async () => {
        const sub = someone();
        const conversationId = await conversationOf(url, token({ sub }));
        const [one, two] = [
          await generated(url, admin, { userId: sub }),
          await generated(url, admin, { conversationId }),
        ];
        const anybodys = await generated(url, admin);
        expectInvalid(await verify(url, { code: one.code, userId: sub }));
        const three = await generated(url, admin, { userId: sub, conversationId });
        expectInvalid(await verify(url, { code: two.code }));
        await expectVerified({ code: anybodys.code });
        await expectVerified({ code: three.code, userId: sub });
      });

      it('refuses a code that is absent or no string, and takes any string for a wrong one', async () => {
        for (const body of [{}, { code: null }, { code: 123456 }, { code: ['123456'] }]) {
          expectRefused(await verify(url, body), 400, 'code');
        }
        for (const code of [
          '',
          '12345',
          '1234567',
          'abcdef',
          '１２３４５６',
          ' 123456',
          '12345\u0000',
        ]) {
          expectInvalid(await verify(url, { code }));
        }
        expectInvalid(await verify(url, { code: '9'.repeat(50_000) }));
        expectRefused(await verify(url, { code: '1', userId: 5 }), 400, 'userId');
        expectRefused(await verify(url, { code: '1', userId: 'a', guestId: 'b' }), 400, 'guestId');
        const sub = someone();
        const { code } = await generated(url, admin, { userId: sub });
        expectInvalid(await verify(url, { code: ` ${code}`, userId: sub }));
        expectRefused(await verify(url, { code: Number(code), userId: sub }), 400, 'code');
        await expectVerified({ code, userId: sub });
      });

      it('ends a code with the fifth wrong try for its target', async () => {
        const sub = someone();
        const { code } = await generated(url, admin, { userId: sub });
        const tries = [otherThan(code), '1', 'abcdef', '', otherThan(code)];
        for (const wrong of tries.slice(0, 4)) {
          expectInvalid(await verify(url, { code: wrong, userId: sub }));
        }
        const { code: next } = await generated(url, admin, { userId: sub });
        for (const wrong of tries) expectInvalid(await verify(url, { code: wrong, userId: sub }));
        expectInvalid(await verify(url, { code: next, userId: sub }));
      });

      it('costs a guest nothing that somebody names him by his public form', async () => {
        const { guestId, publicId } = await openAsKnownGuest(url);
        const { code } = await generated(url, admin, { guestId: publicId });
        for (let n = 0; n < 10; n += 1) {
          expectInvalid(await verify(url, { code: otherThan(code), guestId: publicId }));
        }
        await expectVerified({ code, guestId });
      });

      it('lets one of fifty right tries at once have it', async () => {
        const sub = someone();
        const { code } = await generated(url, admin, { userId: sub });
        const replies = await many(50, () => verify(url, { code, userId: sub }));
        expect(replies.filter(({ body }) => body.success)).to.have.length(1);
        replies.filter(({ body }) => !body.success).forEach(expectInvalid);
      });

      it('judges few of a thousand guesses at once from fifty addresses', async () => {
        const sub = someone();
        const { code } = await generated(url, admin, { userId: sub });
        const addresses = Array.from({ length: 50 }, elsewhere);
        const replies = await many(1_000, (n) =>
          verify(
            url,
            { code: String(n === Number(code) ? 999_999 : n).padStart(6, '0'), userId: sub },
            { headers: addresses[n % 50] ?? {} },
          ),
        );
        replies.forEach(expectInvalid);
        expectInvalid(await verify(url, { code, userId: sub }));
      });

      it('judges twenty of a thousand guesses at once from one address, and then none for a while', async () => {
        const headers = elsewhere();
        const { code } = await generated(url, admin);
        const replies = await many(1_000, () => verify(url, { code: 'wrong' }, { headers }));
        expect(replies.filter(({ status }) => status === 200)).to.have.length(20);
        const late = await verify(url, { code }, { headers });
        expectRefused(late, 429);
        expect(Number(late.headers.get('retry-after'))).to.be.within(890, 900);
        await expectVerified({ code });
      });

      it('counts failures alone', async () => {
        const headers = elsewhere();
        for (let n = 0; n < 25; n += 1) {
          const { code } = await generated(url, admin);
          expect((await verify(url, { code }, { headers })).body.success).to.equal(true);
        }
        for (let n = 0; n < 20; n += 1)
          expectInvalid(await verify(url, { code: 'x' }, { headers }));
        expectRefused(await verify(url, { code: 'x' }, { headers }), 429);
      });
    });

    describe('what is told of a code later', () => {
      const lastOf = async (conversationId: string, headers: Record<string, string>) => {
        const { body } = await rest<WireHistory>(url, historyPath(conversationId), null, {
          headers,
        });
        return body.data.messages.at(-1)?.message;
      };

      it('is its digits to its addressee while it is live, and dots from then on', async () => {
        const sub = someone();
        const own = { authorization: `Bearer ${token({ sub })}` };
        const one = await generated(url, admin, { userId: sub });
        const id = String(one.conversationId);
        expect(await lastOf(id, own)).to.equal(one.code);
        expect(await lastOf(id, { authorization: `Bearer ${admin}` })).to.equal(DOTS);
        const details = await rest<WireConversation>(
          url,
          `/api/support/conversation/${id}`,
          token({ sub }),
        );
        expect(details.body.data.messages.map(({ message }) => message)).to.deep.equal([one.code]);
        const two = await generated(url, admin, { userId: sub });
        const { body } = await rest<WireHistory>(url, historyPath(id), token({ sub }));
        expect(body.data.messages.map(({ message }) => message)).to.deep.equal([DOTS, two.code]);
        await expectVerified({ code: two.code, userId: sub });
        expect(await lastOf(id, own)).to.equal(DOTS);
      });

      it('is dots to who reads a newcomer’s conversation without saying who he is', async () => {
        const { conversationId, guestId } = await openAsGuest(url);
        const { code } = await generated(url, admin, { conversationId });
        expect(await lastOf(conversationId, {})).to.equal(DOTS);
        const other = await openAsKnownGuest(url);
        expect(await lastOf(conversationId, { 'x-guest-id': other.guestId })).to.equal(DOTS);
        expect(await lastOf(conversationId, { 'x-guest-id': guestId })).to.equal(code);
      });

      it('is its digits to a guest who goes on with his own conversation, while it is live', async () => {
        const { guestId, conversationId } = await openAsKnownGuest(url);
        const { code } = await generated(url, admin, { conversationId });
        for (const shown of [code, DOTS]) {
          const client = await connectSupportSocketio(url, { guestId });
          const fresh = await openAsGuest(url);
          await client.request('conversation:join', { conversationId: fresh.conversationId });
          const message = await client.next('message:received');
          expect(message).to.include({ conversationId: fresh.conversationId, message: shown });
          client.close();
          if (shown === code) await expectVerified({ code, guestId });
        }
      });
    });
  });
};

for (const store of STORES) {
  describe(`with ${store}`, () => {
    describeCodes(store, needsStore(store));
  });
}
