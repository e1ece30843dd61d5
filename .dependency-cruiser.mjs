/** The layers of the design, as rules; test/architecture plants a violation of each. */

const DIALECT = '^src/adapters/inbound/dialects/([^/]+)/';
const TRANSPORT = '^src/adapters/inbound/transports/([^/]+)/';
const GATEWAY = '^src/adapters/inbound/gateway/';
const OUTBOUND = '^src/adapters/outbound/(stores/[^/]+|(?!stores/)[^/]+)/';

/** Tools for any dialect, under the same rules as a dialect. */
const DIALECT_TOOLS = '^src/adapters/inbound/dialects/common/';
/** Tools for any store, under the same rules as a store. */
const STORE_TOOLS = '^src/adapters/outbound/stores/common/';
/** Tools for any outbound adapter, under the same rules as one. */
const OUTBOUND_TOOLS = '^src/adapters/outbound/common/';
/** Tools for any transport, under the same rules as a transport. */
const TRANSPORT_TOOLS = '^src/adapters/inbound/transports/common/';
const TRANSPORT_SEAM = `${GATEWAY}transport\\.ts$`;
const DIALECT_SEAM = `${GATEWAY}dialect\\.ts$`;

const packages = (...names) => `(^|/)node_modules/(@types/)?(${names.join('|')})(/|$)`;
const builtins = (...names) => `^(node:)?(${names.join('|')})$`;

const FP_TS = packages('fp-ts');

const refuse = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    refuse(
      'domain-imports-only-itself-and-fp-ts',
      'The domain is values and rules: no I/O, no clock, no framework.',
      { path: '^src/domain/' },
      { pathNot: ['^src/domain/', FP_TS] },
    ),
    refuse(
      'application-imports-only-domain-and-fp-ts',
      'Use cases reach the world through ports alone.',
      { path: '^src/application/' },
      { pathNot: ['^src/(domain|application)/', FP_TS] },
    ),
    refuse(
      'only-bootstrap-knows-inversify',
      'Everything else is built by calling it.',
      { path: '^src/', pathNot: '^src/bootstrap/' },
      { path: packages('inversify', '@inversifyjs', 'reflect-metadata') },
    ),
    refuse(
      'only-bootstrap-chooses-adapters',
      'Which adapter stands behind a port is decided in one place.',
      { path: '^src/', pathNot: '^src/(bootstrap|adapters)/' },
      { path: '^src/adapters/' },
    ),
    refuse(
      'nothing-imports-bootstrap',
      'Bootstrap is the outermost layer.',
      { path: '^src/', pathNot: '^src/bootstrap/' },
      { path: '^src/bootstrap/' },
    ),
    refuse(
      'dialect-imports-no-other-adapter',
      'A dialect is whole in its folder, save the tools of all dialects and the two seams.',
      { path: DIALECT },
      {
        path: '^src/adapters/',
        pathNot: [
          '^src/adapters/inbound/dialects/$1/',
          DIALECT_TOOLS,
          DIALECT_SEAM,
          TRANSPORT_SEAM,
          TRANSPORT,
        ],
      },
    ),
    refuse(
      'dialect-imports-no-transport',
      'Every dialect runs on every transport.',
      { path: DIALECT },
      { path: TRANSPORT },
    ),
    refuse(
      'protocol-names-no-transport-library',
      'Dialects and gateway speak of frames and requests, never of sockets.',
      { path: [DIALECT, GATEWAY] },
      {
        path: [
          packages(
            'koa',
            'koa-[^/]+',
            '@koa',
            'koa__[^/]+',
            'socket\\.io[^/]*',
            'engine\\.io[^/]*',
            'ws',
          ),
          builtins('http', 'https', 'http2', 'net', 'tls', 'dgram'),
        ],
      },
    ),
    refuse(
      'transport-imports-no-other-adapter',
      'A transport meets the gateway at its own seam, and shares tools alone with others.',
      { path: TRANSPORT },
      {
        path: '^src/adapters/',
        pathNot: [
          '^src/adapters/inbound/transports/$1/',
          TRANSPORT_TOOLS,
          TRANSPORT_SEAM,
          DIALECT,
          DIALECT_SEAM,
        ],
      },
    ),
    refuse(
      'transport-imports-no-dialect',
      'Every transport carries every dialect.',
      { path: TRANSPORT },
      { path: [DIALECT, DIALECT_SEAM] },
    ),
    refuse(
      'transport-knows-no-domain',
      'A transport moves frames and requests without knowing what they mean.',
      { path: TRANSPORT },
      { path: ['^src/domain/', '^src/application/(?!ports/)'] },
    ),
    refuse(
      'gateway-imports-no-implementation',
      'The gateway knows dialects and transports by its seams alone.',
      { path: GATEWAY },
      { path: '^src/adapters/', pathNot: GATEWAY },
    ),
    refuse(
      'operations-import-no-other-adapter',
      'What machines ask that run the server says nothing in any dialect.',
      { path: '^src/adapters/inbound/operations/' },
      {
        path: ['^src/adapters/', '^src/domain/', '^src/application/(?!ports/)'],
        pathNot: '^src/adapters/inbound/operations/',
      },
    ),
    refuse(
      'outbound-adapter-imports-no-other-adapter',
      'An adapter can be taken away without touching the next; they share tools alone.',
      { path: OUTBOUND },
      {
        path: '^src/adapters/',
        pathNot: ['^src/adapters/outbound/$1/', STORE_TOOLS, OUTBOUND_TOOLS],
      },
    ),
    refuse(
      'store-tools-are-for-stores',
      'What every store may use is of no use to another adapter.',
      { path: '^src/adapters/outbound/', pathNot: '^src/adapters/outbound/stores/' },
      { path: STORE_TOOLS },
    ),
    refuse(
      'no-import-of-tests',
      'What ships does not need what tests it.',
      { path: '^src/' },
      { path: '^test/' },
    ),
    refuse(
      'no-import-of-undeclared-packages',
      'What ships needs only the dependencies that are installed with it.',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'] },
    ),
    refuse('no-circular-imports', 'Layers have a direction.', {}, { circular: true }),
    refuse(
      'no-unresolvable-imports',
      'An import that cannot be resolved satisfies every other rule in silence.',
      {},
      { couldNotResolve: true },
    ),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
    // Type-only imports count.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
      mainFields: ['main', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
  },
};
