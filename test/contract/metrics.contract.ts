import { expect } from 'chai';
import type {
  AnsweredRequest,
  Commit,
  Level,
  Metrics,
} from '../../src/application/ports/metrics.js';
import { type ContractOptions, eachTime } from '../support/fixture.js';

/** What can be read of metrics, over all transports, dialects, channels, reasons and routes together. */
export type Reading =
  | 'connections'
  | 'connectionsOpened'
  | 'handshakesRefused'
  | 'messages'
  | 'commits'
  | 'appends'
  | 'refusals'
  | 'requests'
  | 'busMessages'
  | 'heals'
  | 'files'
  | 'fileBytes'
  | 'sessionsUnsaved'
  | 'securityLinesLeftOut';

export interface MetricsUnderTest {
  readonly metrics: Metrics;
  /** What has come of it so far. */
  total(reading: Reading): Promise<number>;
  /** How high a level is; `null` where it is not shown. */
  level(level: Level): Promise<number | null>;
}

const commit: Commit = { conversations: 2, events: 3, textBytes: 40, seconds: 0.002 };
const request: AnsweredRequest = {
  dialect: 'support',
  method: 'GET',
  route: '/api/:id',
  status: 200,
  seconds: 0.01,
};

/** Each thing that can happen, by what counts it; twice, each in another way. */
const HAPPENINGS: Readonly<Partial<Record<Reading, readonly ((metrics: Metrics) => void)[]>>> = {
  handshakesRefused: [
    (to) => to.handshakeRefused('ws', 'support', 'limited'),
    (to) => to.handshakeRefused('ws', null, 'origin'),
  ],
  messages: [
    (to) => to.messageStored('support', 'customer'),
    (to) => to.messageStored('of an import', 'agent'),
  ],
  refusals: [
    (to) => to.refused('AccessDenied', 'support'),
    (to) => to.refused('InvalidPayload', 'tickets'),
  ],
  requests: [
    (to) => to.answered(request),
    (to) => to.answered({ ...request, dialect: null, route: null, method: 'BREW', status: 404 }),
  ],
  busMessages: [(to) => to.published('changed'), (to) => to.published('typing')],
  heals: [(to) => to.healed(), (to) => to.healed()],
  securityLinesLeftOut: [
    (to) => to.securityLineLeftOut('denied'),
    (to) => to.securityLineLeftOut('authenticated'),
  ],
};

/** That each thing is counted, once, and levels are read when somebody asks. */
export const describeMetricsContract = (options: ContractOptions<MetricsUnderTest>): void => {
  describe(`Metrics: ${options.name}`, () => {
    const subject = eachTime(options);

    for (const [reading, happenings] of Object.entries(HAPPENINGS)) {
      it(`counts ${reading}, each once`, async () => {
        for (const happen of happenings) happen(subject().metrics);
        expect(await subject().total(reading as Reading)).to.equal(happenings.length);
        expect(await subject().total('connectionsOpened'), 'and nothing else').to.equal(0);
      });
    }

    it('knows who is connected, and who was', async () => {
      const { metrics, total } = subject();
      const gone = metrics.connected('ws', 'support');
      metrics.connected('socketio', 'tickets');
      expect([await total('connections'), await total('connectionsOpened')]).to.deep.equal([2, 2]);
      gone();
      gone();
      expect([await total('connections'), await total('connectionsOpened')]).to.deep.equal([1, 2]);
    });

    it('counts a commit, and what became of each part of it', async () => {
      const { metrics, total } = subject();
      metrics.committed(commit, [{ kind: 'appended' }, { kind: 'taken' }]);
      expect([await total('commits'), await total('appends')]).to.deep.equal([1, 2]);
      metrics.committed(commit, null);
      expect([await total('commits'), await total('appends')], 'one that failed').to.deep.equal([
        2, 4,
      ]);
    });

    it('counts files with their bytes, those that are refused, and sessions that could not be saved', async () => {
      const { metrics, total } = subject();
      metrics.fileStored(1_000);
      metrics.fileStored(0);
      metrics.fileRefused('InfectedFile');
      metrics.sessionsUnsaved(7);
      const readings = ['files', 'fileBytes', 'sessionsUnsaved'] as const;
      expect(await Promise.all(readings.map(total))).to.deep.equal([3, 1_000, 7]);
    });

    it('reads a level when somebody asks, from where it was told last', async () => {
      const { metrics, level } = subject();
      expect(await level('followers')).to.equal(null);
      let height = 3;
      metrics.watch('followers', () => 99);
      metrics.watch('followers', () => height);
      metrics.watch('people', () => Promise.resolve(2));
      expect([await level('followers'), await level('people')]).to.deep.equal([3, 2]);
      height = 4;
      expect(await level('followers')).to.equal(4);
    });

    it('shows no level that cannot be read, and all others', async () => {
      const { metrics, level } = subject();
      let isAway = false;
      metrics.watch('rooms', () =>
        isAway ? Promise.reject(new Error('it is away')) : Promise.resolve(5),
      );
      metrics.watch('people', () => 2);
      for (const away of [false, true, false]) {
        isAway = away;
        expect([await level('rooms'), await level('people')]).to.deep.equal([away ? null : 5, 2]);
      }
    });
  });
};
