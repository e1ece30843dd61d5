import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Chai's assertions that are properties; any other expression without a call asserts nothing. */
const PROPERTY_ASSERTIONS =
  '^(ok|true|false|null|undefined|NaN|exist|empty|extensible|sealed|frozen|finite|callable|iterable)$';

const SUITE = '^(describe|context|suite|it|specify|test)$';

const assertsNothing = [
  {
    selector:
      ':matches(ExpressionStatement, ExpressionStatement > AwaitExpression) > CallExpression[callee.name="expect"]',
    message: 'A bare expect(x) asserts nothing.',
  },
  {
    selector: `ExpressionStatement > MemberExpression:not([property.name=/${PROPERTY_ASSERTIONS}/])`,
    message: 'This chain ends before it asserts anything.',
  },
  {
    selector:
      'ExpressionStatement > :matches(Identifier, Literal, BinaryExpression, TemplateLiteral, ArrowFunctionExpression)',
    message: 'This statement does nothing.',
  },
  {
    selector:
      'CallExpression[callee.name="expect"] > CallExpression.arguments:matches([callee.name=/^is(Left|Right)$/], [callee.property.name=/^is(Left|Right)$/])',
    message: 'Unwrap with expectRight or expectLeft(kind): they say what came instead.',
  },
  {
    selector: `CallExpression[callee.name=/^(it|specify|test)$/][arguments.length=1]`,
    message: 'A test without a body is never run.',
  },
];

const leftOut = [
  {
    selector: `MemberExpression[object.name=/${SUITE}/][property.name=/^(only|skip)$/]`,
    message: 'Every test runs, always.',
  },
  {
    selector: 'CallExpression[callee.name=/^x(describe|context|it|specify)$/]',
    message: 'Every test runs, always.',
  },
];

const skipsItself = [
  {
    selector: 'MemberExpression[object.type="ThisExpression"][property.name="skip"]',
    message: 'Only test/services/needs.ts may skip, for a service that is not there.',
  },
];

/** What would let the core know the time, chance or the world other than through a port. */
const IMPURE = [
  'Date',
  'performance',
  'crypto',
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
];

/** What the compiler does not see. */
const MISTAKES = [
  'eqeqeq',
  'no-async-promise-executor',
  'no-cond-assign',
  'no-console',
  'no-constant-condition',
  'no-control-regex',
  'no-empty',
  'no-empty-character-class',
  'no-empty-pattern',
  'no-irregular-whitespace',
  'no-loss-of-precision',
  'no-misleading-character-class',
  'no-self-assign',
  'no-self-compare',
  'no-sparse-arrays',
  'no-unsafe-finally',
  'no-unsafe-optional-chaining',
  'no-useless-backreference',
  'no-useless-escape',
];

export default defineConfig(
  globalIgnores(['dist/', '.build/', 'coverage/', 'data/']),
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  {
    files: ['src/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      ...Object.fromEntries(MISTAKES.map((rule) => [rule, 'error'])),
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(fp-ts|io-ts)/(?!lib/\\w+\\.js$)',
              message: 'Node finds only fp-ts/lib/X.js, io-ts/lib/X.js, or the bare packages.',
            },
          ],
        },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_$' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // A function that returns another's nothing hides no value.
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // Ports and sessions are records of closures, made to be taken apart.
      '@typescript-eslint/unbound-method': 'off',
      // A number reads the same in a template as anywhere.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['src/domain/**/*.ts', 'src/application/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...IMPURE],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      'no-restricted-syntax': ['error', ...assertsNothing, ...leftOut, ...skipsItself],
      // Chai asserts with properties too; the syntax above refuses the expressions that do nothing.
      '@typescript-eslint/no-unused-expressions': 'off',
    },
  },
  {
    files: ['test/services/needs.ts'],
    rules: { 'no-restricted-syntax': ['error', ...assertsNothing, ...leftOut] },
  },
);
