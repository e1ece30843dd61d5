import { expect } from 'chai';
import {
  adaptersWithoutContract,
  boundBeside,
  longerThan,
  missingFromMatrix,
  notBound,
  outOfPlace,
  portsWithoutAdapter,
  portsWithoutContract,
  projectTree,
} from './support/completeness.js';
import { PROJECT, type Tree } from './support/tree.js';

const MAX_LINES = 250;

describe('the project', () => {
  const tree = projectTree(PROJECT);

  it('has an adapter behind each port', () => {
    expect(portsWithoutAdapter(tree)).to.deep.equal([]);
  });

  it('has a contract for each port', () => {
    expect(portsWithoutContract(tree)).to.deep.equal([]);
  });

  it('runs the contract of a port on each adapter of it', () => {
    expect(adaptersWithoutContract(tree)).to.deep.equal([]);
  });

  it('has each store, dialect and transport in the one list of its kind', () => {
    expect(notBound(tree)).to.deep.equal([]);
  });

  it('has them in no other place', () => {
    expect(boundBeside(tree)).to.deep.equal([]);
  });

  it('has each dialect in the matrix, on every store', () => {
    expect(missingFromMatrix(tree)).to.deep.equal([]);
  });

  it('has no file where no dependency rule reaches', () => {
    expect(outOfPlace(tree)).to.deep.equal([]);
  });

  it(`has no source file of more than ${MAX_LINES} lines`, () => {
    expect(longerThan(tree, MAX_LINES)).to.deep.equal([]);
  });
});

describe('what is missing from a project', () => {
  const port = { 'src/application/ports/some-port.ts': 'export interface SomePort {}' };
  const adapter = 'src/adapters/outbound/things/fast-some-port.ts';
  const other = 'src/adapters/outbound/things/slow-some-port.ts';
  const contract = {
    'test/contract/some-port.contract.ts': 'export const describeSomePortContract = () => {};',
  };
  const runs = (...adapters: readonly string[]): string =>
    [
      "import { describeSomePortContract } from '../../../contract/some-port.contract.js';",
      ...adapters.map(
        (name) => `import { x } from '../../../../src/adapters/outbound/${name}.js';`,
      ),
      "describeSomePortContract('fast', x);",
    ].join('\n');
  const testFile = 'test/adapters/outbound/things/some-port.test.ts';
  const whole: Tree = {
    ...port,
    ...contract,
    [adapter]: 'export const fast = (): SomePort => ({});',
    [testFile]: runs('things/fast-some-port'),
  };

  it('is nothing when all is there', () => {
    expect(portsWithoutAdapter(whole)).to.deep.equal([]);
    expect(portsWithoutContract(whole)).to.deep.equal([]);
    expect(adaptersWithoutContract(whole)).to.deep.equal([]);
  });

  it('is the adapter of a port that is only asked for', () => {
    const tree = { ...port, [adapter]: 'export const user = (port: SomePort): Other => ({});' };
    expect(portsWithoutAdapter(tree)).to.deep.equal(['some-port']);
  });

  for (const text of [
    'export const slow = (): SomePort => ({});',
    'export const slow: SomePort = {};',
    'export const slow = async (options: Options): Promise<SomePort> => ({});',
    'export function slow(options: Options): SomePort {}',
    'export class Slow implements Other, SomePort {}',
  ]) {
    it(`is the contract on an adapter that is written ${text}`, () => {
      const missing = adaptersWithoutContract({ ...whole, [other]: text });
      expect(missing).to.deep.equal([`${other}: describeSomePortContract`]);
    });
  }

  it('is a contract that has no file, or another name', () => {
    const path = 'test/contract/some-port.contract.ts';
    expect(portsWithoutContract({ ...port })).to.deep.equal([path]);
    expect(portsWithoutContract({ ...port, [path]: 'export const x = 1;' })).to.deep.equal([path]);
  });

  it('is a contract that a test imports and does not call', () => {
    const tree = {
      ...whole,
      [testFile]: runs('things/fast-some-port').replace('Contract(', 'Contract;('),
    };
    expect(adaptersWithoutContract(tree)).to.deep.equal([`${adapter}: describeSomePortContract`]);
  });

  it('is not a contract that is run through a helper, on what a factory made', () => {
    const tree = {
      ...whole,
      [testFile]: "import './support/all.js';",
      'test/adapters/outbound/things/support/all.ts': runs('things/things').replaceAll(
        "'../",
        "'../../",
      ),
      'src/adapters/outbound/things/things.ts': "import { fast } from './fast-some-port.js';",
    };
    expect(adaptersWithoutContract(tree)).to.deep.equal([]);
  });

  const dialects = {
    'src/adapters/inbound/dialects/one/codecs.ts': '',
    'src/adapters/inbound/dialects/two/codecs.ts': '',
    'src/adapters/inbound/dialects/common/codecs.ts': '',
  };

  it('is a dialect that the matrix does not name, and a matrix of some stores', () => {
    const matrix = (text: string): Tree => ({ ...dialects, 'test/e2e/matrix.test.ts': text });
    const some = "for (const store of ['sqlite']) describeOneScenario(store, stage(store));";
    expect(missingFromMatrix(matrix(some))).to.deep.equal(['describeTwoScenario(', 'of STORES)']);
    const all = some.replace("['sqlite']", 'STORES');
    expect(missingFromMatrix(matrix(all))).to.deep.equal(['describeTwoScenario(']);
  });

  it('is a store, a dialect or a transport that is not bound', () => {
    const tree = {
      ...dialects,
      'src/adapters/outbound/stores/memory/memory-store.ts': '',
      'src/adapters/outbound/stores/sqlite/sqlite-store.ts': '',
      'src/adapters/inbound/transports/ws/ws-transport.ts': '',
      'src/adapters/inbound/transports/loopback/loopback-transport.ts': '',
      'src/bootstrap/stores.ts': 'export const stores = {\n  sqlite: sqliteStore,\n};',
      'src/bootstrap/dialects.ts': 'export const dialects = {\n  one: twoDialect,\n};',
    };
    expect(notBound(tree)).to.deep.equal([
      'src/bootstrap/stores.ts: memory',
      'src/bootstrap/dialects.ts: two',
      'src/bootstrap/transports.ts: ws',
    ]);
  });

  it('is nothing where tools of all transports are used, but one place more for one of them', () => {
    const using = (path: string): string => `import { x } from '${path}.js';`;
    const tree = {
      'src/bootstrap/transports.ts': using('../adapters/inbound/transports/ws/ws-transport'),
      'src/bootstrap/app.ts': using('../adapters/inbound/transports/common/tool'),
      'src/bootstrap/config.ts': using('../adapters/inbound/transports/ws/options'),
    };
    expect(boundBeside(tree)).to.deep.equal(['src/bootstrap/config.ts']);
  });

  it('is a place for a file outside every layer and adapter', () => {
    const strays = [
      'src/helpers.ts',
      'src/adapters/helpers.ts',
      'src/adapters/inbound/graphql.ts',
      'src/adapters/inbound/dialects/three.ts',
      'src/adapters/outbound/clock.ts',
      'src/adapters/outbound/stores/sql.ts',
    ];
    const tree = Object.fromEntries(
      [...strays, adapter, 'src/domain/x.ts'].map((path) => [path, '']),
    );
    expect(outOfPlace(tree)).to.deep.equal(strays);
  });

  it('is room in a file that is too long', () => {
    const tree = { 'src/domain/a.ts': 'x\n'.repeat(3), 'src/domain/b.ts': 'x\n'.repeat(4) };
    expect(longerThan(tree, 3)).to.deep.equal(['src/domain/b.ts']);
  });
});
