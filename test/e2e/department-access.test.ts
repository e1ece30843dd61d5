import { expect } from 'chai';
import { admin, agent, customer } from '../support/actors.js';
import { placeInFolder } from '../support/bound-stores.js';
import {
  type CallerName,
  CALLERS,
  type DialectName,
  HEARD,
  JOINS,
  REFUSALS,
  ROWS,
} from './department-access/cells.js';
import {
  assign,
  closeAll,
  type Conversation,
  DIALECTS,
  type Lines,
  linesOf,
  openIn,
  request,
} from './department-access/staging.js';
import { acting } from './support/acting.js';
import { TRANSPORTS } from './support/doors.js';
import { servana, type ServanaAck, type ServanaFrames } from './support/servana-clients.js';
import { type Stage, stage } from './support/stages.js';
import { someone } from './support/tokens.js';

const CARDS = 'cards';

/** Access follows its department, in every dialect (design, section 2). */
describe('a conversation of a department', () => {
  let set: Stage<ServanaFrames, ServanaAck>;
  const root = admin(someone('root'));
  const people = {
    agent: agent(someone('agent'), [CARDS]),
    foreign: agent(someone('foreign'), ['loans']),
    assigned: agent(someone('assigned'), ['loans']),
    admin: admin(someone('admin')),
    other: customer(someone('Mallory')),
  } as const satisfies Readonly<Record<CallerName, unknown>>;
  let lines: Map<CallerName, Lines>;

  before(async () => {
    set = await stage(TRANSPORTS['plain ws'], placeInFolder('sqlite'), servana);
  });
  after(() => set.leave());

  beforeEach(async () => {
    lines = new Map(
      await Promise.all(
        CALLERS.map(async (name) => [name, await linesOf(set.url, people[name])] as const),
      ),
    );
  });
  afterEach(() => {
    for (const some of lines.values()) closeAll(some);
  });

  const lineOf = (caller: CallerName, dialect: DialectName) => {
    const line = lines.get(caller)?.[dialect];
    if (line === undefined) throw new Error(`${caller} has not come`);
    return line;
  };

  const isRefusal = (cell: string): cell is keyof typeof REFUSALS => Object.hasOwn(REFUSALS, cell);

  for (const caller of CALLERS) {
    it(`is, in every dialect, for ${caller} what the table says`, async () => {
      const about = await openIn(set, CARDS);
      await assign(set, about, [root, people.assigned]);
      const wrong: string[] = [];
      for (const { dialect, deed, cells } of ROWS) {
        const cell = cells[caller];
        const right = isRefusal(cell) ? REFUSALS[cell] : cell;
        const answer = deed.includes(' ')
          ? await request(set.url, deed.split(' '), { as: people[caller], about, to: people.agent })
          : await lineOf(caller, dialect).ask(deed, about);
        if (answer !== right) wrong.push(`${dialect}: ${deed}: ${answer}, not ${right}`);
      }
      expect(wrong).to.deep.equal([]);
    });
  }

  /** The client comes, types, says something and goes; they hear of it in every dialect. */
  const expectHeard = async (about: Conversation, who: readonly CallerName[]): Promise<void> => {
    const owner = await linesOf(set.url, about.owner);
    for (const deed of ['joinChatGroup', 'typing', 'stopTyping', 'sendMessage', 'leaveRoom']) {
      expect(await owner.servana.ask(deed, about), deed).to.equal('ok');
    }
    for (const dialect of DIALECTS) {
      for (const caller of who) await lineOf(caller, dialect).hears(HEARD[dialect]);
    }
    closeAll(owner);
  };

  it('is lost by who is inside as soon as it is handed over, in every dialect', async () => {
    const about = await openIn(set, CARDS);
    await assign(set, about, [root, people.assigned]);
    for (const dialect of DIALECTS) {
      for (const caller of ['agent', 'assigned'] as const) {
        expect(await lineOf(caller, dialect).ask(JOINS[dialect][0], about), dialect).to.equal('ok');
      }
    }
    await expectHeard(about, ['agent', 'assigned']);
    for (const dialect of DIALECTS) await lineOf('assigned', dialect).all();

    const act = acting({ cases: () => set.cases }, about.id);
    await act.handOver(people.assigned, people.agent.id);
    await act.note(people.agent, 'not for them');
    await expectHeard(about, ['agent']);
    await act.close(people.agent);
    for (const dialect of DIALECTS) {
      const line = lineOf('assigned', dialect);
      expect(await line.all(), dialect).to.deep.equal([]);
      expect(await line.ask(JOINS[dialect][0], about)).to.equal(JOINS[dialect][1]);
    }
  });

  it('is heard of by who has been given it, from then on', async () => {
    for (const dialect of DIALECTS) await lineOf('foreign', dialect).all();
    const about = await openIn(set, CARDS);
    for (const dialect of DIALECTS) {
      const line = lineOf('assigned', dialect);
      expect(await line.ask(JOINS[dialect][0], about)).to.equal(JOINS[dialect][1]);
    }
    await assign(set, about, [root, people.assigned]);
    for (const dialect of DIALECTS) {
      expect(await lineOf('assigned', dialect).ask(JOINS[dialect][0], about)).to.equal('ok');
    }
    await expectHeard(about, ['assigned']);
    for (const dialect of DIALECTS) {
      expect(await lineOf('foreign', dialect).all(), dialect).to.deep.equal([]);
    }
  });
});
