import { expect } from 'chai';
import { right } from 'fp-ts/lib/Either.js';
import { left, rightIO } from 'fp-ts/lib/TaskEither.js';
import type { Dialect } from '../../../../src/adapters/inbound/gateway/dialect.js';
import { RoomWatch } from '../../../../src/adapters/inbound/gateway/room-watch.js';
import type { CountRooms, RoomCounts } from '../../../../src/application/use-cases/count-rooms.js';
import { unavailable } from '../../../../src/domain/failure.js';
import { admin, agent } from '../../../support/actors.js';
import { dialectLike } from '../../../support/dialects.js';
import { countedChannel, ear } from '../../../support/listener.js';
import { RecordingLogger } from '../../../support/recording-logger.js';
import { until } from '../../../support/until.js';

const QUIET: RoomCounts = { open: 1, occupied: 0, people: 1 };

describe('RoomWatch', () => {
  const dialect: Dialect = {
    ...dialectLike('telling'),
    roomFrames: (counts) => [{ event: 'counts', data: counts }],
  };
  let counts: RoomCounts;
  let isDown: boolean;
  let counted: number;
  let watch: RoomWatch;
  let logger: RecordingLogger;

  const count: CountRooms = () => {
    counted += 1;
    return isDown ? left(unavailable) : rightIO(() => counts);
  };

  beforeEach(() => {
    counts = QUIET;
    isDown = false;
    counted = 0;
    logger = new RecordingLogger();
    watch = new RoomWatch(count, logger, 1);
  });
  afterEach(() => watch.close());

  const looks = (times: number): Promise<void> => {
    const before = counted;
    return until(() => counted >= before + times);
  };

  it('tells those who watch what has changed, written once, and nothing where nothing has', async () => {
    const channel = countedChannel();
    const watchers = [ear(admin(), channel, dialect), ear(admin('root'), channel, dialect)];
    for (const one of watchers) watch.add(one, dialect, QUIET);
    await looks(3);
    expect(watchers.map(({ heard }) => heard)).to.deep.equal([[], []]);
    for (const changed of [
      { ...QUIET, open: 2 },
      { ...QUIET, occupied: 1 },
      { ...QUIET, people: 2 },
    ]) {
      counts = changed;
      await looks(3);
      const frame = { event: 'counts', data: changed };
      for (const { heard } of watchers) expect(heard.splice(0)).to.deep.equal([frame]);
    }
    expect(channel.encoded).to.equal(3);
  });

  it('counts nothing where nobody watches any more, and tells him nothing', async () => {
    const [gone, demoted] = [0, 1].map(() => ear(admin(), countedChannel(), dialect));
    if (gone === undefined || demoted === undefined) throw new Error('there are two');
    watch.add(gone, dialect, QUIET);
    watch.add(demoted, dialect, QUIET);
    await looks(1);
    watch.remove(gone);
    counts = { ...QUIET, open: 5 };
    demoted.actor = agent('tom');
    const staying = ear(admin(), countedChannel(), dialect);
    watch.add(staying, dialect, QUIET);
    await until(() => staying.heard.length === 1);
    expect([gone.heard, demoted.heard]).to.deep.equal([[], []]);
    watch.remove(staying);
    const before = counted;
    let ofOther = 0;
    const other = new RoomWatch(
      () => {
        ofOther += 1;
        return rightIO(() => QUIET);
      },
      logger,
      1,
    );
    other.add(staying, dialect, QUIET);
    await until(() => ofOther >= 3);
    other.close();
    expect(counted).to.equal(before);
  });

  it('tells nobody who is no admin any more, wherever he stands among them', async () => {
    const [staying, demoted] = [
      ear(admin(), countedChannel(), dialect),
      ear(admin('root'), countedChannel(), dialect),
    ];
    for (const one of [staying, demoted]) watch.add(one, dialect, QUIET);
    demoted.actor = agent('root');
    counts = { ...QUIET, open: 5 };
    await until(() => staying.heard.length === 1);
    expect(demoted.heard).to.deep.equal([]);
  });

  it('tells a later one, too, when it is again what the others have heard last', async () => {
    const [first, second] = [
      ear(admin(), countedChannel(), dialect),
      ear(admin('root'), countedChannel(), dialect),
    ];
    watch.add(first, dialect, QUIET);
    watch.add(second, dialect, { ...QUIET, open: 2 });
    await until(() => second.heard.length === 1);
    expect(second.heard).to.deep.equal([{ event: 'counts', data: QUIET }]);
  });

  it('counts once at a time, however long it takes', async () => {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    let begun = 0;
    const slow = new RoomWatch(
      () => async () => {
        begun += 1;
        await promise;
        return right(QUIET);
      },
      logger,
      1,
    );
    slow.add(ear(admin(), countedChannel(), dialect), dialect, QUIET);
    watch.add(ear(admin(), countedChannel(), dialect), dialect, QUIET);
    await until(() => begun === 1);
    await looks(5);
    expect(begun).to.equal(1);
    resolve(undefined);
    await until(() => begun > 1);
    slow.close();
  });

  it('has on record where counting is a defect, and goes on', async () => {
    const error = new Error('a defect');
    let isBroken = true;
    const broken = new RoomWatch(
      () => (isBroken ? () => Promise.reject(error) : rightIO(() => counts)),
      logger,
      1,
    );
    const one = ear(admin(), countedChannel(), dialect);
    broken.add(one, dialect, QUIET);
    await until(() => logger.entries.length > 0);
    expect(logger.entries[0]).to.deep.include({ level: 'error', fields: { error } });
    isBroken = false;
    counts = { ...QUIET, open: 7 };
    await until(() => one.heard.length === 1);
    broken.close();
  });

  it('goes on where counting fails for a while', async () => {
    const one = ear(admin(), countedChannel(), dialect);
    watch.add(one, dialect, QUIET);
    isDown = true;
    await looks(2);
    isDown = false;
    counts = { ...QUIET, people: 3 };
    await until(() => one.heard.length === 1);
  });
});
