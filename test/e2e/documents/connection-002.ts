import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { createServer } from 'node:tls';
import { expect } from 'chai';
import { io, type Socket } from 'socket.io-client';
import { selfSigned } from '../../support/self-signed.js';
import type { Check } from './ground-002.js';
import { connected, type Page, pageOn, programAt } from './page-002.js';
import { runExample } from './run-example.js';
import { expectRefused, playing, type Scene, untilTold } from './scene-002.js';

/** As a browser connects, which sends its cookies by itself where it is told to. */
export const browser =
  (cookie: string) =>
  (address: string, options: object): Socket => {
    expect(options).to.include({ withCredentials: true });
    return io(address, { ...options, forceNew: true, extraHeaders: { cookie } });
  };

/** Connects with a cookie by the document's program. */
export const byCookie = async (
  { url, ids }: Pick<Scene, 'url' | 'ids'>,
  cookie: string,
  self: number,
): Promise<Page> => {
  const names = { io: browser(cookie) };
  const { socket } = await runExample(programAt('Web Clients'), { url, names });
  if (socket === undefined) throw new Error('the document connects nothing');
  const page = pageOn(socket, { url, ids, self });
  await connected(socket);
  return page;
};

/** What somebody is told who is not let in, by the document's program. */
export const refusal = async (url: string, bearer: string): Promise<string> => {
  const code = programAt('Mobile Clients').replace('your_jwt_token_here', bearer);
  const { socket } = await runExample(code, { url, names: {} });
  if (socket === undefined) throw new Error('the document connects nothing');
  const refused = await connected(socket).then(
    () => 'let in',
    (error: unknown) => (error instanceof Error ? error.message : 'no error'),
  );
  socket.close();
  return refused;
};

/** Whoever ends TLS before the server, as operators have it. */
const behindTls = async (
  url: string,
  use: (secure: string, cert: string) => Promise<void>,
): Promise<void> => {
  const { cert, key } = selfSigned();
  const front = createServer({ cert, key }, (socket) => {
    const back = connect(Number(new URL(url).port), '127.0.0.1');
    for (const end of [socket, back]) end.on('error', () => undefined);
    socket.pipe(back).pipe(socket);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  try {
    await use(`wss://127.0.0.1:${(front.address() as AddressInfo).port}`, cert);
  } finally {
    front.close();
  }
};

const expectServed = async (socket: Socket): Promise<void> => {
  try {
    await connected(socket);
    expect(await socket.emitWithAck('getOnlineUsers')).to.be.an('array');
  } finally {
    socket.close();
  }
};

/** By what is in bold in "Connection URL"; where a server listens is said to it. */
export const URLS: Readonly<Record<string, Check>> = {
  '**Development:** `ws://localhost:3000`': playing(async ({ url, john }) => {
    const extraHeaders = { Authorization: `Bearer ${john.bearer}` };
    await expectServed(io(url.replace('http:', 'ws:'), { extraHeaders, forceNew: true }));
  }),
  '**Production:** `wss://[your-domain]`': playing(async ({ url, john }) => {
    await behindTls(url, async (secure, ca) => {
      const extraHeaders = { Authorization: `Bearer ${john.bearer}` };
      await expectServed(io(secure, { extraHeaders, forceNew: true, ca }));
    });
  }),
};

/** By the headings of "Authentication". */
export const CLIENTS: Readonly<Record<string, Check>> = {
  'Web Clients': playing(async ({ url, ids, john }) => {
    for (const [cookie, is] of [
      [`sb-access-token=${john.bearer}`, true],
      [`sb-access-token=${john.bearer}x`, false],
    ] as const) {
      const page = await byCookie({ url, ids }, cookie, john.id);
      try {
        const asked = ['userOnline', { userId: john.id, userType: 'agent' }] as const;
        if (is) expect(await page.request(...asked)).to.include({ userId: john.id });
        else await expectRefused(page, asked, 'AUTH_REQUIRED');
      } finally {
        page.close();
      }
    }
  }),
  'Mobile Clients': playing(async ({ url, enter, john }) => {
    const page = await enter(john);
    const asked = { userId: john.id, userType: 'agent' };
    expect(await page.request('userOnline', asked)).to.include({ userId: john.id });
    expect(await refusal(url, 'your_jwt_token_here')).to.equal('Authentication failed');
  }),
};

/** By what is in bold in "Connection Flow". */
export const FLOW: Readonly<Record<string, Check>> = {
  'Client initiates connection': playing(async ({ stranger }) => {
    await expectRefused(await stranger(), ['getOnlineUsers'], 'AUTH_REQUIRED');
  }),
  'Authentication middleware validates credentials': playing(async ({ url, enter, john }) => {
    expect(await refusal(url, `${john.bearer}x`)).to.equal('Authentication failed');
    await enter(john);
  }),
  'User context attached to socket': playing(async ({ enter, john, jane }) => {
    const [page, hers] = [await enter(john), await enter(jane)];
    await page.request('userOnline', { userId: john.id, userType: 'agent' });
    const { onlineUsers } = await untilTold(hers, john);
    expect(onlineUsers.find(({ userId }) => userId === john.id)).to.include({ userType: 'agent' });
  }),
  'Connection established': playing(async ({ enter, john }) => {
    const { socket } = await enter(john);
    expect(socket.id).to.be.a('string').and.to.not.equal('');
  }),
  'User can join rooms and send events': playing(async ({ enter, john }) => {
    const page = await enter(john);
    for (const event of ['joinChatGroup', 'sendMessage']) {
      await page.run(['Chat Events', 'Client → Server Events', `\`${event}\``]);
    }
    await page.next('joinedRoom');
    expect(await page.next('receiveMessage')).to.include({ sender_type: 'agent' });
  }),
};
