import { expect } from 'chai';
import type { Stage } from '../../e2e/support/stages.js';
import { someone, token } from '../../e2e/support/tokens.js';
import type { Answer, Frames, ProbeClient } from './probe.js';

/** What its row in a matrix plays, wherever it is served. */
export const describeProbeScenario = (
  name: string,
  setup: () => Promise<Stage<Frames, Answer>>,
): void => {
  describe(`the scenario of the probe ${name}`, () => {
    let on: Stage<Frames, Answer>;
    let clients: ProbeClient[] = [];

    before(async () => {
      on = await setup();
    });
    after(() => on.leave());
    afterEach(() => {
      for (const client of clients) client.close();
      clients = [];
    });

    /** Somebody who comes as nobody, and says then who he is. */
    const greeted = async (sub: string): Promise<ProbeClient> => {
      const client = await on.connect();
      clients.push(client);
      const answer = await client.request('hello', { token: token({ sub }) });
      expect(answer).to.deep.equal({ ok: true, id: sub });
      return client;
    };

    it('lets in whoever says `hello`, and tells him so', async () => {
      const sub = someone();
      const client = await greeted(sub);
      expect(await client.next('welcome')).to.deep.equal({ id: sub });
    });

    it('tells who is in a room what is said there', async () => {
      const sub = someone();
      const room = await on.open(sub);
      const [talker, listener] = [await greeted(sub), await greeted(sub)];
      await listener.request('enter', { room, as: 'lobby' });
      const { seq } = await talker.request('say', { room, text: 'hello' });
      expect(await listener.next('said')).to.deep.equal({ room: 'lobby', seq, text: 'hello' });
    });
  });
};
