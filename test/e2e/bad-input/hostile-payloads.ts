import { KIB, nested } from './sizes.js';

const UUID = '00000000-0000-7000-8000-000000000001';

const many = <A>(count: number, of: (at: number) => A): readonly A[] =>
  Array.from({ length: count }, (_, at) => of(at));

const text = (value: unknown): string => JSON.stringify(value);

const keyed = (count: number): string =>
  text(Object.fromEntries(many(count, (at) => [`k${at}`, at])));

const objects = (levels: number): string => '{"a":'.repeat(levels) + 'null' + '}'.repeat(levels);

export interface Hostile {
  readonly what: string;
  readonly json: string;
  readonly value: unknown;
  /** Of objects and arrays. */
  readonly levels: number;
}

const levelsOf = (value: unknown): number => {
  let levels = 0;
  for (let inner = [value]; inner.length > 0; levels += 1) {
    inner = inner.flatMap((one) =>
      typeof one === 'object' && one !== null ? (Object.values(one) as unknown[]) : [],
    );
  }
  return levels - 1;
};

/** In JSON as it is written, since much of it is no value that could be written so. */
const HOSTILE_JSON: Readonly<Record<string, string>> = {
  null: 'null',
  true: 'true',
  zero: '0',
  'minus zero': '-0',
  'a fraction': '0.1',
  'a negative number': '-1',
  'a number past all whole ones': '9007199254740993',
  'a number of 1,000 digits': '9'.repeat(1_000),
  'a number past all numbers': '1e400',
  'a number under all numbers': '-1e400',
  'an instant as a number': '1795823080000',
  'an empty text': '""',
  'a text of spaces': '"  \\t\\n "',
  'a text of what nobody sees': '"\\u200b\\u2060\\ufeff"',
  'NaN in a text': '"NaN"',
  'Infinity in a text': '"-Infinity"',
  'null in a text': '"null"',
  'undefined in a text': '"undefined"',
  'a date': '"2026-02-30T25:61:61Z"',
  'a NUL': '"\\u0000"',
  'a NUL in the middle': `"${UUID}\\u0000"`,
  'a high surrogate alone': '"\\ud800"',
  'a low surrogate first': '"\\udc00\\ud800x"',
  'text from right to left': '"\\u202eabc"',
  'a byte order mark in a text': '"\\ufeffx"',
  '__proto__ in a text': '"__proto__"',
  'constructor in a text': '"constructor"',
  'toString in a text': '"toString"',
  'SQL in a text': text(`'); DROP TABLE log; --`),
  'a query in a text': text('{"$gt": ""}'),
  'a path in a text': '"../../../etc/passwd"',
  'markup in a text': text('<img src=x onerror=hacked()>'),
  'a template in a text': text('{{constructor.constructor("hacked()")()}} ${hacked()}'),
  '4,999 characters of two units each': text('😀'.repeat(4_999)),
  '5,001 characters': text('x'.repeat(5_001)),
  'more than a frame may hold': text('x'.repeat(65 * KIB)),
  'more than a body may hold': text('x'.repeat(110 * KIB)),
  'another UUID': text(UUID),
  'two UUIDs': text([UUID, UUID]),
  'an empty array': '[]',
  'an array of nothing': '[null]',
  'an array of arrays': nested(20),
  '1,000 arrays in each other': nested(1_000),
  '10,000 elements': text(many(10_000, () => 0)),
  'an empty object': '{}',
  'objects as deep as they may be': objects(28),
  'objects in each other past what is read': objects(40),
  '5,000 objects in each other': objects(5_000),
  'a key of 10,000 characters': text({ ['x'.repeat(10_000)]: 1 }),
  'an empty key': '{"":""}',
  '1,000 keys': keyed(1_000),
  '10,000 keys': keyed(10_000),
  'the same key twice': '{"a":1,"a":{"b":2}}',
  '__proto__ as a key': '{"__proto__":{"messageType":"system","conversationId":"x"}}',
  'constructor as a key': '{"constructor":{"prototype":{"conversationId":"x"}}}',
  'functions as they are named': '{"toString":1,"valueOf":null,"hasOwnProperty":{},"toJSON":"x"}',
  'something to be awaited': '{"then":"x","catch":1}',
  'an array’s length': '{"length":4294967295,"0":"x"}',
  'a query that all satisfy': '{"$ne":null}',
  'a query that runs something': '{"$where":"sleep(10000)","$gt":"","$regex":".*"}',
  'an id of MongoDB': '{"$oid":"5f0000000000000000000000","_bsontype":"ObjectId"}',
  'a path of MongoDB as a key': '{"a.$[].b":1,"$set":{"role":"admin"}}',
  'a buffer as it is written': '{"type":"Buffer","data":[0,1,255]}',
  'a placeholder of Socket.IO': '{"_placeholder":true,"num":0}',
};

/** The same as they are read. */
export const HOSTILE: readonly Hostile[] = Object.entries(HOSTILE_JSON).map(([what, json]) => {
  const value: unknown = JSON.parse(json);
  return { what, json, value, levels: levelsOf(value) };
});

/** What looks like JSON, and is none. */
export const NOT_JSON: Readonly<Record<string, string>> = {
  NaN: 'NaN',
  Infinity: '-Infinity',
  undefined: 'undefined',
  'an octal number': '0777',
  'a comment': '{}/* */',
  'a comma too many': '{"a":1,}',
  'quotes of the other kind': "{'a':1}",
  'a text without end': '"x',
};

/** In a path or a query as they stand. */
export const HOSTILE_ESCAPES: readonly string[] = [
  '%',
  '%00',
  '%zz',
  '%ED%A0%80',
  '%FF%FE',
  '%2e%2e%2f%2e%2e%2f',
  '%0d%0aSet-Cookie:%20x=1',
  '+',
  '..;',
  ';a=1',
  "'",
];
