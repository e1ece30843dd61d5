import { expect } from 'chai';
import fc from 'fast-check';
import { left, right } from 'fp-ts/lib/Either.js';
import type { TokenVerifier } from '../../src/application/ports/token-verifier.js';
import { type Actor, noProfile } from '../../src/domain/actor.js';
import { answer } from '../support/answer.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';
import { type FixedClock } from '../support/fixed-ports.js';
import { type RecordingLogger } from '../support/recording-logger.js';
import { keySet, keySetServer } from '../support/key-set-server.js';
import { headerOf, unsigned } from '../support/tokens.js';

/** What nobody may sign with. */
export const FORGERIES = [
  'another key of the same algorithm',
  'the 384-bit variant of the algorithm',
  'the 512-bit variant of the algorithm',
  'another family of algorithms',
  'an HMAC whose key everybody may know',
] as const;

/** A verifier that wants an issuer and an audience, and whoever can sign for it. */
export interface VerifierUnderTest {
  readonly verifier: TokenVerifier;
  /** Where the verifier looks for the time. */
  readonly clock: FixedClock;
  /** Where it says what was wrong. */
  readonly logger: RecordingLogger;
  readonly issuer: string;
  readonly audience: string;
  /** Seconds by which the signer's clock may be off. */
  readonly tolerance: number;
  /** With the configured key and algorithm, whatever the header says. */
  readonly sign: (payload: unknown, header?: object) => string;
  readonly forge: Readonly<Record<(typeof FORGERIES)[number], Forge>>;
}

/** Makes a token whose header is as a good one's, save the algorithm and what else is given. */
type Forge = (payload: unknown, header?: object) => string;

/** What may be wrong with a token, as the log says it. */
export const REASONS = [
  ...(['malformed', 'algorithm', 'key', 'signature', 'not yet valid', 'expired'] as const),
  ...(['exp', 'audience', 'issuer', 'id'] as const),
];

const REFUSED = left({ kind: 'InvalidToken' });

const without = (claims: object, name: string): object =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));

/** JSON in which a claim has a number that JavaScript could not write so. */
const withNumber = (claims: object, name: string, digits: string): string =>
  JSON.stringify({ ...claims, [name]: '#' }).replace('"#"', digits);

/** Numbers that are read as another one, as none, or that count nothing. */
const NO_IDS = [
  ...['1234567890123456789', '9007199254740992', '-9007199254740993', '1e400', '-1e400'],
  ...['0.5', '1e30'],
];

/** What nobody could tell from nothing, nor from each other. */
const BLANK = [
  ' ',
  '\t\n',
  '\u00a0',
  '\u200b',
  '\ufeff',
  '\u3164',
  '\u2800',
  '\0\u007f',
  ' \u200d\u2028',
];

/** The roles of the documents, and others that only look like one. */
const ROLES = {
  admin: ['admin', 'super_admin', 'superadmin', 'SuperAdmin'],
  agent: ['agent', 'support'],
  customer: ['customer', 'client', 'user', 'Client', 'Admin', 'ADMIN', 'agents', 'root', ''],
} as const;

const UNKNOWN_ROLES = ['authenticated', 'anon', 7, true, null, ['admin'], { admin: true }];

/**
 * Which tokens are refused, and what is read out of the others. `setup` gives a verifier that wants an issuer and an
 * audience, a clock and a logger that it uses, and a way to sign for it, rightly and wrongly.
 */
export const describeTokenVerifierContract = (
  options: ContractOptions<VerifierUnderTest>,
): void => {
  describe(`TokenVerifier: ${options.name}`, () => {
    const subject = eachTime(options);

    const now = (): number => Math.floor(subject().clock.now() / 1_000);

    /** A good token's claims, and what a test adds to them. */
    const claims = (more: object = {}): object => ({
      sub: 'alice',
      iss: subject().issuer,
      aud: subject().audience,
      exp: now() + 3_600,
      ...more,
    });

    const verify = (token: string) => subject().verifier.verify(token)();

    const actorOf = async (more: object): Promise<Actor> =>
      (await answer(subject().verifier.verify(subject().sign(claims(more))))).actor;

    /** What the log says of the last one that was refused. */
    const lastReason = (): unknown => subject().logger.entries.at(-1)?.fields['why'];

    const expectRefused = async (token: string): Promise<void> => {
      const { entries } = subject().logger;
      const before = entries.length;
      expect(await verify(token)).to.deep.equal(REFUSED);
      expect(entries.slice(before)).to.deep.equal([
        { level: 'debug', message: 'a token was refused', fields: { why: lastReason() } },
      ]);
      expect(REASONS).to.include(lastReason());
    };

    it('says whom a token speaks for, and until when', async () => {
      expect(await verify(subject().sign(claims()))).to.deep.equal(
        right({
          actor: { kind: 'customer', id: 'alice', profile: noProfile },
          expiresAt: (now() + 3_600 + subject().tolerance) * 1_000,
        }),
      );
    });

    describe('refuses', () => {
      it('a token once it has expired', async () => {
        const token = subject().sign(claims({ exp: now() + 10 }));
        const { expiresAt } = await answer(subject().verifier.verify(token));
        subject().clock.time = expiresAt - 1;
        await answer(subject().verifier.verify(token));
        subject().clock.time = expiresAt;
        await expectRefused(token);
        subject().clock.time += 3_600_000;
        await expectRefused(token);
      });

      it('a token that never expires', async () => {
        await expectRefused(subject().sign(without(claims(), 'exp')));
        for (const exp of [null, '', 'never', String(now() + 3_600), {}, [now() + 3_600], true]) {
          await expectRefused(subject().sign(claims({ exp })));
        }
        for (const exp of ['1e308', '1e400']) {
          await expectRefused(subject().sign(withNumber(claims(), 'exp', exp)));
        }
      });

      it('a token before its time', async () => {
        const token = subject().sign(claims({ nbf: now() + 10 + subject().tolerance }));
        await expectRefused(token);
        subject().clock.time += 9_999;
        await expectRefused(token);
        subject().clock.time += 1;
        await answer(subject().verifier.verify(token));
        await expectRefused(subject().sign(claims({ nbf: 'soon' })));
      });

      it('at every moment but those between the two, and a little around them', async () => {
        const start = subject().clock.now();
        const seconds = fc.integer({ min: -20, max: 20 });
        const fraction = fc.constantFrom(0, 0.25, 0.5, 0.75);
        const moment = fc.integer({ min: -20_000, max: 20_000 });
        await fc.assert(
          fc.asyncProperty(seconds, seconds, fraction, moment, async (nbf, exp, part, at) => {
            subject().clock.time = start;
            const until = now() + exp + part;
            const token = subject().sign(claims({ nbf: now() + nbf, exp: until }));
            const { tolerance } = subject();
            const from = (now() + nbf - tolerance) * 1_000;
            subject().clock.time = start + at;
            const valid = from <= start + at && start + at < (until + tolerance) * 1_000;
            expect((await verify(token))._tag).to.equal(valid ? 'Right' : 'Left');
          }),
          { numRuns: 300, examples: [[0, 3, 0.75, 3_750 + subject().tolerance * 1_000]] },
        );
      });

      it('another issuer', async () => {
        for (const iss of ['elsewhere', '', null, `${subject().issuer}/`, { toString: 'x' }]) {
          await expectRefused(subject().sign(claims({ iss })));
        }
        await expectRefused(subject().sign(without(claims(), 'iss')));
      });

      it('another audience, and takes ours among several', async () => {
        for (const aud of ['elsewhere', '', null, [], ['elsewhere'], { aud: 'x' }]) {
          await expectRefused(subject().sign(claims({ aud })));
        }
        await expectRefused(subject().sign(without(claims(), 'aud')));
        const aud = ['elsewhere', subject().audience];
        await answer(subject().verifier.verify(subject().sign(claims({ aud }))));
      });

      for (const forgery of FORGERIES) {
        it(forgery, async () => {
          await expectRefused(subject().forge[forgery](claims()));
        });
      }

      it('alg none, with a signature or without', async () => {
        for (const alg of ['none', 'None', 'NONE', 'nOnE', '']) {
          const input = unsigned({ alg, typ: 'JWT' }, claims());
          for (const token of [input, `${input}.`, `${input}.AAAA`]) await expectRefused(token);
          await expectRefused(subject().sign(claims(), { alg, typ: 'JWT' }));
        }
      });

      it('a header that names no algorithm', async () => {
        for (const header of [{}, { typ: 'JWT' }, { alg: null }, { alg: ['HS256'] }]) {
          await expectRefused(subject().sign(claims(), header));
        }
      });

      it('a header with what it says must be understood', async () => {
        const { sign } = subject();
        const said = headerOf(sign(claims()));
        await answer(subject().verifier.verify(sign(claims(), said)));
        await expectRefused(sign(claims(), { ...said, crit: ['b64'], b64: false }));
        await expectRefused(sign(claims(), { ...said, crit: [] }));
      });

      it('a header that brings its key along, or says where it is, which nobody looks up', async () => {
        const forge = subject().forge['another key of the same algorithm'];
        const trap = await keySetServer(keySet());
        const mine = { kty: 'oct', k: Buffer.from('mine').toString('base64url') };
        for (const header of [
          { jwk: mine },
          { jku: trap.url },
          { x5u: trap.url },
          { x5c: ['AA=='] },
        ])
          await expectRefused(forge(claims(), header));
        expect(trap.requests()).to.equal(0);
        await trap.stop();
      });

      it('an edited payload', async () => {
        const [header = '', payload = '', signature = ''] = subject().sign(claims()).split('.');
        const edited = Buffer.from(
          Buffer.from(payload, 'base64url').toString().replace('alice', 'mallo'),
        ).toString('base64url');
        expect(edited).not.to.equal(payload);
        await expectRefused(`${header}.${edited}.${signature}`);
      });

      it('a token with any one character changed', async () => {
        const token = subject().sign(claims());
        // The last character of a part may hold bits that stand for nothing.
        const last = [...token.matchAll(/.(?=\.|$)/g)].map(({ index }) => index);
        await fc.assert(
          fc.asyncProperty(
            fc.nat({ max: token.length - 1 }).filter((index) => !last.includes(index)),
            fc.constantFrom('A', 'a', '0', '_', '-', '.', ' ', '='),
            async (index, other) => {
              fc.pre(token[index] !== other);
              await expectRefused(token.slice(0, index) + other + token.slice(index + 1));
            },
          ),
          { numRuns: 200 },
        );
      });

      it('a signature that is missing, cut or of another token', async () => {
        const token = subject().sign(claims());
        const other = subject().sign(claims({ sub: 'bob' }));
        const input = token.slice(0, token.lastIndexOf('.'));
        await expectRefused(input);
        await expectRefused(`${input}.`);
        await expectRefused(token.slice(0, -10));
        await expectRefused(input + other.slice(other.lastIndexOf('.')));
      });

      it('what is not a token', async () => {
        const garbage = [
          '',
          '.',
          '..',
          '...',
          'null',
          'undefined',
          '{}',
          'a.b.c',
          'Bearer x',
          '\0',
          '💬',
        ];
        for (const token of garbage) await expectRefused(token);
        await expectRefused(`Bearer ${subject().sign(claims())}`);
        await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary' }), expectRefused));
      });

      it('a megabyte of anything', async () => {
        const size = 1_000_000;
        const good = subject().sign(claims());
        const long = [
          'a'.repeat(size),
          '.'.repeat(size),
          'a.'.repeat(size / 2),
          `${'a'.repeat(size / 2)}.${'b'.repeat(size / 2)}.`,
          ' '.repeat(size),
          good + 'a'.repeat(size),
          'a'.repeat(size) + good,
          subject().forge['another key of the same algorithm'](claims({ name: 'a'.repeat(size) })),
        ];
        for (const token of long) await expectRefused(token);
      });

      it('a payload that is not an object of claims', async () => {
        for (const payload of ['null', '[]', '"text"', '7', 'true', '{', '']) {
          await expectRefused(subject().sign(payload));
        }
      });

      it('a token that names nobody', async () => {
        await expectRefused(subject().sign(without(claims(), 'sub')));
        for (const sub of [null, '', {}, [], true, 'x'.repeat(100_000)]) {
          await expectRefused(subject().sign(claims({ sub })));
        }
      });

      it('a token whose id shows nothing', async () => {
        for (const blank of BLANK) {
          await expectRefused(subject().sign(claims({ sub: blank })));
          await expectRefused(subject().sign(claims({ sub: blank, id: 'alice' })));
          const nameless = without(claims(), 'sub');
          await expectRefused(subject().sign({ ...nameless, id: blank }));
          await expectRefused(subject().sign({ ...nameless, userId: blank }));
        }
      });

      it('a number that could be read as another person', async () => {
        for (const digits of NO_IDS) {
          await expectRefused(subject().sign(withNumber(claims(), 'sub', digits)));
          const nameless = without(claims(), 'sub');
          await expectRefused(subject().sign(withNumber(nameless, 'id', digits)));
          await expectRefused(subject().sign(withNumber(nameless, 'userId', digits)));
        }
      });
    });

    it('says in the log what was wrong', async () => {
      const { sign, forge, tolerance } = subject();
      // Of a verifier of HMACs it is only another key.
      const hmac = headerOf(sign(claims())).alg === 'HS256' ? 'signature' : 'algorithm';
      const cases: readonly (readonly [string, (typeof REASONS)[number]])[] = [
        ['token', 'malformed'],
        [sign('null'), 'malformed'],
        [sign(claims(), { alg: 'none', typ: 'JWT' }), 'algorithm'],
        [forge['the 384-bit variant of the algorithm'](claims()), 'algorithm'],
        [forge['another key of the same algorithm'](claims()), 'signature'],
        [forge['an HMAC whose key everybody may know'](claims()), hmac],
        [`${unsigned({ alg: 'none', typ: 'JWT' }, claims())}.`, 'algorithm'],
        [sign(claims()).replace(/[^.]+$/, ''), 'signature'],
        [sign(claims({ nbf: now() + 10 + tolerance })), 'not yet valid'],
        [sign(claims({ nbf: 'soon' })), 'not yet valid'],
        [sign(claims({ exp: now() - tolerance })), 'expired'],
        [sign(claims({ exp: 'never' })), 'exp'],
        [sign(without(claims(), 'exp')), 'exp'],
        [sign(claims({ aud: 'elsewhere' })), 'audience'],
        [sign(claims({ iss: 'elsewhere' })), 'issuer'],
        [sign(without(claims(), 'sub')), 'id'],
        [sign(claims({ sub: 'x'.repeat(201) })), 'id'],
      ];
      for (const [token, why] of cases) {
        await expectRefused(token);
        expect(lastReason(), token).to.equal(why);
      }
      await answer(subject().verifier.verify(sign(claims())));
      expect(subject().logger.entries, 'nothing of a good one').to.have.length(cases.length);
    });

    describe('reads', () => {
      it('the id from sub, id or userId, whichever is first', async () => {
        const cases: readonly (readonly [object, string])[] = [
          [{ sub: 'a', id: 'b', userId: 'c' }, 'a'],
          [{ sub: undefined, id: 'b', userId: 'c' }, 'b'],
          [{ sub: null, id: null, userId: 'c' }, 'c'],
          [{ sub: undefined, id: 42 }, '42'],
          [{ sub: Number.MAX_SAFE_INTEGER }, '9007199254740991'],
          [{ sub: '1234567890123456789' }, '1234567890123456789'],
          [{ sub: 'auth0|5f7c8ec7' }, 'auth0|5f7c8ec7'],
          [{ sub: ' \u200bé ' }, ' \u200bé '],
        ];
        for (const [more, id] of cases) expect(await actorOf(more)).to.have.property('id', id);
      });

      for (const [kind, roles] of Object.entries(ROLES)) {
        it(`the role ${kind}`, async () => {
          for (const role of roles) {
            expect(await actorOf({ role })).to.have.property('kind', kind);
            expect(await actorOf({ app_metadata: { role } })).to.have.property('kind', kind);
            expect(await actorOf({ userType: role })).to.have.property('kind', kind);
            expect(await actorOf({ type: role })).to.have.property('kind', kind);
          }
        });
      }

      it('a customer where no role is said', async () => {
        expect(await actorOf({})).to.have.property('kind', 'customer');
        for (const app_metadata of [null, 'admin', ['admin'], { provider: 'email' }]) {
          expect(await actorOf({ app_metadata })).to.have.property('kind', 'customer');
        }
      });

      it('the role from the first claim that says one', async () => {
        const cases: readonly (readonly [object, string])[] = [
          [{ app_metadata: { role: 'agent' }, role: 'admin' }, 'agent'],
          [{ app_metadata: { role: 'customer' }, role: 'admin' }, 'customer'],
          [{ role: 'agent', userType: 'admin', type: 'admin' }, 'agent'],
          [{ role: 'user', userType: 'admin' }, 'customer'],
          [{ userType: 'support', type: 'admin' }, 'agent'],
        ];
        for (const [more, kind] of cases)
          expect(await actorOf(more)).to.have.property('kind', kind);
      });

      it('past a role that is not known here', async () => {
        for (const unknown of UNKNOWN_ROLES) {
          const more = { app_metadata: { role: unknown }, role: unknown, userType: unknown };
          expect(await actorOf(more)).to.have.property('kind', 'customer');
          expect(await actorOf({ ...more, type: 'agent' })).to.have.property('kind', 'agent');
        }
      });

      it('no role from what a user may write himself', async () => {
        expect(await actorOf({ user_metadata: { role: 'admin' } })).to.have.property(
          'kind',
          'customer',
        );
      });

      it('the name from name, full_name, or first and last name', async () => {
        const full = { user_metadata: { full_name: 'Alice of Supabase' } };
        const parts = { firstName: 'Alice', lastName: 'Smith' };
        const cases: readonly (readonly [object, string | null])[] = [
          [{ name: 'Alice S.', ...full, ...parts }, 'Alice S.'],
          [{ ...full, ...parts }, 'Alice of Supabase'],
          [parts, 'Alice Smith'],
          [{ firstName: 'Alice' }, 'Alice'],
          [{ lastName: 'Smith' }, 'Smith'],
          [{ name: '', ...parts }, 'Alice Smith'],
          [{ name: null, user_metadata: null }, null],
          [{ user_metadata: { full_name: 7 } }, null],
          [{ name: 'Zoë 👩‍👩‍👧‍👦' }, 'Zoë 👩‍👩‍👧‍👦'],
        ];
        for (const [more, expected] of cases) {
          expect(await actorOf(more)).to.have.nested.property('profile.name', expected);
        }
      });

      it('the rest of the profile', async () => {
        const more = {
          firstName: 'Alice',
          email: 'alice@example.com',
          phone_number: '+1 555 0100',
          phone: '+1 555 0199',
          company: 'Acme',
        };
        const profile = { firstName: 'Alice', email: 'alice@example.com', company: 'Acme' };
        expect(await actorOf(more)).to.deep.equal({
          kind: 'customer',
          id: 'alice',
          profile: { ...profile, name: 'Alice', phone: '+1 555 0100' },
        });
        expect(await actorOf({ ...more, phone_number: undefined })).to.have.nested.property(
          'profile.phone',
          '+1 555 0199',
        );
      });

      it("an agent's departments", async () => {
        const cases: readonly (readonly [unknown, readonly string[]])[] = [
          [
            ['billing', 'cards'],
            ['billing', 'cards'],
          ],
          [[], []],
          [undefined, []],
          [null, []],
          ['billing', []],
          [['billing', null, {}, ['cards']], ['billing']],
          [['', ...BLANK, ' cards'], [' cards']],
          [
            [7, 0.5, 2 ** 53, 'cards'],
            ['7', 'cards'],
          ],
        ];
        for (const [departments, expected] of cases) {
          expect(await actorOf({ role: 'agent', departments })).to.deep.equal({
            kind: 'agent',
            id: 'alice',
            profile: noProfile,
            departments: expected,
          });
        }
      });

      it('nothing into a claim of a type that says nothing to it', async () => {
        const odd = {
          name: 7,
          firstName: [],
          lastName: {},
          email: 7,
          phone: 15550100,
          company: true,
        };
        expect(await actorOf(odd)).to.have.property('id', 'alice');
      });
    });
  });
};
