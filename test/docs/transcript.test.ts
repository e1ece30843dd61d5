import { expect } from 'chai';
import type { App } from '../../src/bootstrap/app.js';
import { startServer } from '../e2e/support/in-process-server.js';
import { rest, type RestReply } from '../e2e/support/rest-client.js';
import {
  connectSupportSocketio,
  type SupportSocketioClient,
} from '../e2e/support/support-clients.js';
import { token } from '../e2e/support/tokens.js';
import type { FrameName } from '../e2e/support/wire.js';
import { blocks, page, section } from './support/pages.js';

/** What one side says: `ann > conversation:join {…}`, or `ann < 200 {…}`. */
interface Line {
  readonly who: string;
  readonly isSaid: boolean;
  readonly what: string;
  readonly path: string | null;
  readonly data: unknown;
}

const LINE = /^(\w+) ([<>]) (\S+)(?: (\/\S+))?(?: (\{.*\}))?$/;

const lineOf = (text: string): Line => {
  const [, who = '', side, what = '', path = null, json] = LINE.exec(text) ?? [];
  if (who === '') throw new Error(`no line of a transcript: ${text}`);
  const data: unknown = json === undefined ? undefined : JSON.parse(json);
  return { who, isSaid: side === '>', what, path, data };
};

const [written = ''] = blocks(section(page('docs/dialects/support.md'), 'A transcript'), 'text');
const lines = written.trimEnd().split('\n').map(lineOf);

/** Those who have tokens. */
const TOKENS: Readonly<Record<string, string>> = {
  sarah: token({ sub: 'sarah', role: 'agent', name: 'Sarah Lee', email: 'sarah@example.com' }),
};

const NAME = /<[a-z ]+>/g;
const TIME = '<time>';

/** What stands for what a server makes: the same each time, save for times. */
class Names {
  private readonly values = new Map<string, string>();

  /** What is to be said, with what the server has made. */
  fill<A>(data: A): A {
    const text = JSON.stringify(data);
    return JSON.parse(text.replaceAll(NAME, (name) => this.of(name))) as A;
  }

  /** What came, with names for what the server makes, learned where the page has them. */
  learn(expected: unknown, came: unknown): unknown {
    if (typeof expected === 'string' && expected.match(NAME)?.[0] === expected) {
      return this.nameOf(expected, came);
    }
    if (Array.isArray(expected) && Array.isArray(came)) {
      return came.map((one, at) => this.learn(expected[at], one));
    }
    if (typeof expected !== 'object' || typeof came !== 'object' || !expected || !came) return came;
    const known = new Map(Object.entries(expected));
    return Object.fromEntries(
      Object.entries(came).map(([key, value]) => [key, this.learn(known.get(key), value)]),
    );
  }

  private of(name: string): string {
    const value = this.values.get(name);
    if (value === undefined) throw new Error(`nobody has said what ${name} is`);
    return value;
  }

  private nameOf(name: string, came: unknown): unknown {
    if (name === TIME) return Number.isNaN(Date.parse(String(came))) ? came : TIME;
    if (!this.values.has(name)) this.values.set(name, String(came));
    return this.values.get(name) === came ? name : came;
  }
}

describe('the transcript of docs/dialects/support.md', () => {
  let server: App;
  const clients = new Map<string, SupportSocketioClient>();

  before(async () => {
    server = await startServer({ STORE: 'sqlite' });
  });
  after(async () => {
    for (const client of clients.values()) client.close();
    await server.stop();
  });

  const clientOf = (who: string): SupportSocketioClient => {
    const client = clients.get(who);
    if (client === undefined) throw new Error(`${who} has not connected`);
    return client;
  };

  it('is what a server says', async () => {
    const names = new Names();
    const replies = new Map<string, RestReply<unknown>>();

    const say = async ({ who, what, path, data }: Line): Promise<void> => {
      const bearer = TOKENS[who] ?? null;
      if (what === 'connect') {
        const auth = bearer === null ? (names.fill(data ?? {}) as Record<string, unknown>) : {};
        const own = bearer === null ? auth : { token: bearer };
        clients.set(who, await connectSupportSocketio(server.url, own));
      } else if (path === null) clientOf(who).emit(what, names.fill(data ?? {}));
      else {
        const reply = await rest(server.url, names.fill(path), bearer, {
          method: what,
          ...(data === undefined
            ? {}
            : {
                headers: { 'content-type': 'application/json' },
                body: JSON.stringify(names.fill(data)),
              }),
        });
        replies.set(who, reply);
      }
    };

    const hear = async ({ who, what, data }: Line): Promise<void> => {
      if (/^\d+$/.test(what)) {
        const reply = replies.get(who);
        expect(reply?.status, JSON.stringify(reply?.body)).to.equal(Number(what));
        expect(names.learn(data, reply?.body)).to.deep.equal(data);
      } else {
        const came = await clientOf(who).next(what as FrameName);
        expect(names.learn(data, came), `${who} < ${what}`).to.deep.equal(data);
      }
    };

    expect(lines.length).to.be.greaterThan(30);
    for (const line of lines) await (line.isSaid ? say(line) : hear(line));
    for (const [who, client] of clients) {
      const heard = lines.filter((line) => line.who === who).map(({ what }) => what as FrameName);
      for (const event of heard) expect(client.waiting(event), `${who}: ${event}`).to.equal(0);
    }
  });
});
