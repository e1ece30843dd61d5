import type { Tree } from './tree.js';

const importing = (...specifiers: readonly string[]): string =>
  ['export {};', ...specifiers.map((specifier) => `import '${specifier}';`)].join('\n');

/** The least that has every layer, and every import that is allowed between them. */
export const CLEAN: Tree = {
  'src/domain/value.ts': importing('fp-ts/lib/Either.js', 'fp-ts'),
  'src/domain/decide/rule.ts': importing('../value.js'),
  'src/application/ports/port.ts': importing('../../domain/value.js'),
  'src/application/use-cases/use-case.ts': importing(
    '../ports/port.js',
    '../../domain/decide/rule.js',
    'fp-ts/lib/TaskEither.js',
  ),
  'src/adapters/inbound/gateway/transport.ts': importing('../../../application/ports/port.js'),
  'src/adapters/inbound/gateway/dialect.ts': importing('./transport.js'),
  'src/adapters/inbound/gateway/gateway.ts': importing(
    './dialect.js',
    '../../../application/use-cases/use-case.js',
    '../../../domain/value.js',
  ),
  'src/adapters/inbound/dialects/common/tools.ts': importing('io-ts'),
  'src/adapters/inbound/dialects/one/one-dialect.ts': importing(
    './codecs.js',
    '../common/tools.js',
    '../../gateway/dialect.js',
    '../../gateway/transport.js',
    '../../../../application/use-cases/use-case.js',
  ),
  'src/adapters/inbound/dialects/one/codecs.ts': importing('io-ts'),
  'src/adapters/inbound/dialects/two/two-dialect.ts': importing('../../gateway/dialect.js'),
  'src/adapters/inbound/transports/http/http-transport.ts': importing(
    'node:http',
    'koa',
    '../../gateway/transport.js',
    '../../../../application/ports/port.js',
  ),
  'src/adapters/inbound/transports/ws/ws-transport.ts': importing('ws', './wire.js'),
  'src/adapters/inbound/transports/ws/wire.ts': importing('io-ts'),
  'src/adapters/outbound/common/tools.ts': importing('../../../application/ports/port.js'),
  'src/adapters/outbound/stores/common/tools.ts': importing(
    '../../../../application/ports/port.js',
    '../../common/tools.js',
  ),
  'src/adapters/outbound/stores/memory/memory-store.ts': importing(
    './tables.js',
    '../common/tools.js',
    '../../common/tools.js',
  ),
  'src/adapters/outbound/stores/memory/tables.ts': importing('../../../../domain/value.js'),
  'src/adapters/outbound/stores/sqlite/sqlite-store.ts': importing('node:sqlite'),
  'src/adapters/outbound/bus/bus.ts': importing(
    '../common/tools.js',
    '../../../application/ports/port.js',
  ),
  'src/adapters/outbound/system/clock.ts': importing('pino', '../../../domain/value.js'),
  'src/bootstrap/app.ts': importing(
    'reflect-metadata',
    'inversify',
    '../adapters/inbound/gateway/gateway.js',
    '../adapters/inbound/dialects/one/one-dialect.js',
    '../adapters/inbound/dialects/two/two-dialect.js',
    '../adapters/inbound/transports/http/http-transport.js',
    '../adapters/inbound/transports/ws/ws-transport.js',
    '../adapters/outbound/stores/memory/memory-store.js',
    '../adapters/outbound/stores/sqlite/sqlite-store.js',
    '../adapters/outbound/bus/bus.js',
  ),
  'test/helper.ts': importing(),
};

export interface Plant {
  readonly rule: string;
  /** The folder of a file that must not import any of these. */
  readonly folder: string;
  readonly imports: readonly string[];
}

const ADAPTERS = 'src/adapters';

/** For each rule, imports that it must refuse. */
export const PLANTS: readonly Plant[] = [
  {
    rule: 'domain-imports-only-itself-and-fp-ts',
    folder: 'src/domain',
    imports: [
      'node:fs',
      'io-ts',
      'uuid',
      '../application/ports/port.js',
      '../adapters/outbound/system/clock.js',
      '../bootstrap/app.js',
    ],
  },
  {
    rule: 'application-imports-only-domain-and-fp-ts',
    folder: 'src/application',
    imports: [
      'node:crypto',
      'io-ts',
      '../adapters/outbound/system/clock.js',
      '../adapters/inbound/gateway/transport.js',
    ],
  },
  ...['src/domain', 'src/application', `${ADAPTERS}/outbound/bus`].map((folder) => ({
    rule: 'only-bootstrap-knows-inversify',
    folder,
    imports: ['inversify', 'reflect-metadata'],
  })),
  {
    rule: 'only-bootstrap-chooses-adapters',
    folder: 'src',
    imports: ['./adapters/outbound/bus/bus.js', './adapters/inbound/gateway/gateway.js'],
  },
  ...['src/application/', `${ADAPTERS}/outbound/`, `${ADAPTERS}/inbound/`].map((above) => ({
    rule: 'nothing-imports-bootstrap',
    folder: `${above}gateway`,
    imports: [`${'../'.repeat(above.split('/').length - 1)}bootstrap/app.js`],
  })),
  {
    rule: 'dialect-imports-no-other-adapter',
    folder: `${ADAPTERS}/inbound/dialects/one`,
    imports: [
      '../two/two-dialect.js',
      '../../gateway/gateway.js',
      '../../../outbound/stores/memory/memory-store.js',
    ],
  },
  {
    rule: 'dialect-imports-no-other-adapter',
    folder: `${ADAPTERS}/inbound/dialects/common`,
    imports: [
      '../one/codecs.js',
      '../../gateway/gateway.js',
      '../../../outbound/bus/bus.js',
      '../../../outbound/common/tools.js',
    ],
  },
  ...['one', 'common'].map((name) => ({
    rule: 'dialect-imports-no-transport',
    folder: `${ADAPTERS}/inbound/dialects/${name}`,
    imports: ['../../transports/ws/ws-transport.js', '../../transports/http/http-transport.js'],
  })),
  ...['dialects/one', 'dialects/common', 'gateway'].map((name) => ({
    rule: 'protocol-names-no-transport-library',
    folder: `${ADAPTERS}/inbound/${name}`,
    imports: ['koa', '@koa/router', 'socket.io', 'socket.io-parser', 'ws', 'node:http', 'node:net'],
  })),
  {
    rule: 'transport-imports-no-other-adapter',
    folder: `${ADAPTERS}/inbound/transports/common`,
    imports: ['../ws/ws-transport.js', '../../gateway/gateway.js', '../../../outbound/bus/bus.js'],
  },
  {
    rule: 'transport-imports-no-other-adapter',
    folder: `${ADAPTERS}/inbound/transports/ws`,
    imports: [
      '../http/http-transport.js',
      '../../gateway/gateway.js',
      '../../../outbound/bus/bus.js',
    ],
  },
  {
    rule: 'transport-imports-no-dialect',
    folder: `${ADAPTERS}/inbound/transports/ws`,
    imports: [
      '../../gateway/dialect.js',
      '../../dialects/one/one-dialect.js',
      '../../dialects/common/tools.js',
    ],
  },
  {
    rule: 'transport-knows-no-domain',
    folder: `${ADAPTERS}/inbound/transports/ws`,
    imports: ['../../../../domain/value.js', '../../../../application/use-cases/use-case.js'],
  },
  {
    rule: 'gateway-imports-no-implementation',
    folder: `${ADAPTERS}/inbound/gateway`,
    imports: [
      '../dialects/one/one-dialect.js',
      '../dialects/common/tools.js',
      '../transports/ws/ws-transport.js',
      '../../outbound/bus/bus.js',
    ],
  },
  {
    rule: 'operations-import-no-other-adapter',
    folder: `${ADAPTERS}/inbound/operations`,
    imports: [
      '../gateway/transport.js',
      '../transports/ws/ws-transport.js',
      '../../outbound/bus/bus.js',
      '../../../domain/value.js',
      '../../../application/use-cases/use-case.js',
    ],
  },
  {
    rule: 'outbound-adapter-imports-no-other-adapter',
    folder: `${ADAPTERS}/outbound/stores/sqlite`,
    imports: [
      '../memory/tables.js',
      '../../bus/bus.js',
      '../../../inbound/gateway/transport.js',
      '../../../inbound/dialects/common/tools.js',
    ],
  },
  {
    rule: 'outbound-adapter-imports-no-other-adapter',
    folder: `${ADAPTERS}/outbound/stores/common`,
    imports: ['../memory/tables.js', '../../bus/bus.js'],
  },
  ...['bus', 'common'].map((name) => ({
    rule: 'store-tools-are-for-stores',
    folder: `${ADAPTERS}/outbound/${name}`,
    imports: ['../stores/common/tools.js'],
  })),
  {
    rule: 'outbound-adapter-imports-no-other-adapter',
    folder: `${ADAPTERS}/outbound/common`,
    imports: ['../bus/bus.js', '../stores/memory/memory-store.js'],
  },
  {
    rule: 'outbound-adapter-imports-no-other-adapter',
    folder: `${ADAPTERS}/outbound/bus`,
    imports: ['../system/clock.js', '../stores/memory/memory-store.js'],
  },
  ...['src/domain', 'src/bootstrap'].map((folder) => ({
    rule: 'no-import-of-tests',
    folder,
    imports: ['../../test/helper.js'],
  })),
  {
    rule: 'no-import-of-undeclared-packages',
    folder: 'src/bootstrap',
    imports: ['chai', 'socket.io-client', 'engine.io-parser'],
  },
  {
    rule: 'no-unresolvable-imports',
    folder: 'src/bootstrap',
    imports: ['./missing.js', 'no-such-package', '../adapters/outbound/bus/missing.js'],
  },
  {
    rule: 'no-unresolvable-imports',
    folder: 'src/domain',
    imports: ['./missing.js', 'fp-ts/lib/Missing.js'],
  },
];

/** An import of a type counts like any other. */
export const FORMS: readonly ((specifier: string) => string)[] = [
  (specifier) => `import '${specifier}';`,
  (specifier) => `import type * as planted from '${specifier}';`,
  (specifier) => `export * from '${specifier}';`,
  (specifier) => `export type * from '${specifier}';`,
  (specifier) => `export const planted = () => import('${specifier}');`,
  (specifier) => `export type Planted = import('${specifier}').Planted;`,
];
