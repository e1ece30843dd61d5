import { expect } from 'chai';
import { until } from '../../support/until.js';
import { conversationOf, historyPath, rest } from '../support/rest-client.js';
import { connectSupportSocketio, connectSupportWs } from '../support/support-clients.js';
import { type Claims, someone, token } from '../support/tokens.js';
import { serveThroughout } from './serve-throughout.js';

/** 10,000 characters and a few; more would be more than Node reads of a request's headers. */
const LONG = '<b>'.repeat(3_334);
const CUT = `${'<\u200bb>'.repeat(66)}<\u200bb`;

const MARKUP = `<img/src=x/onerror=hacked()>&lt;${'x'.repeat(9_968)}`;
const MARKUP_CUT = `<\u200bimg/src=x/onerror=hacked()>&\u200blt;${'x'.repeat(168)}`;

/** A field of a token, with what is shown of it. */
const NAMES: readonly (readonly [claim: 'name' | 'firstName', claimed: string, shown: string])[] = [
  ['name', LONG, CUT],
  ['firstName', LONG, CUT],
  ['name', MARKUP, MARKUP_CUT],
  ['firstName', MARKUP, MARKUP_CUT],
];

describe('names of 10,000 characters and of markup', () => {
  let url: string;
  serveThroughout((now) => {
    ({ url } = now);
  });

  const bearerOf = (claims: Omit<Claims, 'sub'>, role?: string): string =>
    token({ sub: someone(), ...claims, ...(role === undefined ? {} : { role }) });

  const details = async (bearer: string, id: string) => {
    const path = `/api/support/conversation/${id}`;
    return (await rest<Readonly<Record<string, unknown>>>(url, path, bearer)).body.data;
  };

  const send = async (bearer: string, conversationId: string, message = 'hello') => {
    const client = await connectSupportWs(url, bearer);
    const answer = await client.request('message:send', { conversationId, message });
    client.close();
    return answer;
  };

  for (const [claim, claimed, shown] of NAMES) {
    const what = `${claim} ${claimed.slice(0, 12)}…`;

    it(`are cut to 200, and inert, in details: ${what}`, async () => {
      const owner = bearerOf({ [claim]: claimed });
      const admin = bearerOf({ [claim]: claimed }, 'admin');
      const id = await conversationOf(url, owner);
      expect((await send(admin, id)).success).to.equal(true);
      for (const by of [owner, admin]) {
        const said = await details(by, id);
        expect(said['user']).to.have.property('firstName', shown);
        expect(said['admin']).to.have.property('firstName', shown);
      }
    });
  }

  it('are cut and inert as an address of mail, too', async () => {
    const owner = bearerOf({ email: LONG });
    const said = await details(owner, await conversationOf(url, owner));
    expect(said['user']).to.have.property('email', CUT);
  });

  it('go out in nothing else that anybody hears', async () => {
    const owner = bearerOf({ name: LONG, firstName: '<script>' });
    const conversationId = await conversationOf(url, owner);
    const heard: string[] = [];
    const staff = await connectSupportSocketio(url, { token: bearerOf({}, 'admin') });
    staff.socket.onAny((...said: readonly unknown[]) => heard.push(JSON.stringify(said)));
    await staff.request('conversation:join', { conversationId });
    const client = await connectSupportSocketio(url, { token: owner });
    for (const event of ['conversation:join', 'typing:start', 'typing:stop']) {
      heard.push(JSON.stringify(await client.request(event, { conversationId })));
    }
    heard.push(JSON.stringify(await send(owner, conversationId)));
    await until(() => staff.waiting('conversation:new_message') > 0);
    const history = await rest(url, historyPath(conversationId), owner);
    heard.push(JSON.stringify(history.body));
    expect(heard.join('\n')).to.not.contain('<');
    client.close();
    staff.close();
  });
});
