import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { PROJECT } from '../architecture/support/tree.js';
import { page, rows, says } from './support/pages.js';

const INBOUND = 'src/adapters/inbound';
const SQLITE = 'src/adapters/outbound/stores/sqlite';
const CONFIGURATION = 'src/bootstrap/configuration/groups';
const IDENTITY = 'src/adapters/outbound/identity';
const SCANNER = 'src/adapters/outbound/scanner/clamd-scanner.ts';
const SYSTEM = 'src/adapters/outbound/system';
const WS_CONNECTION = `${INBOUND}/transports/ws/ws-connection.ts`;

const read = (path: string): string => readFileSync(join(PROJECT, path), 'utf8');

/** What a page says in words, and the line of code that makes it true: change both, or none. */
type Claim = readonly [words: string, file: string, line: string];

const OPERATIONS: readonly Claim[] = [
  [
    'ten frames that are no envelope',
    `${INBOUND}/transports/ws/ws-channel.ts`,
    'MAX_BAD_FRAMES = 10;',
  ],
  ['A start waits a second', 'src/bootstrap/data-dir-claim.ts', 'PATIENCE = 1_000;'],
  ['a frame over 1 MiB', `${INBOUND}/gateway/gateway.ts`, 'MAX_FRAME = 1024 * 1024;'],
  [
    'over 64 KiB from somebody who is not known yet',
    `${INBOUND}/gateway/intake.ts`,
    'MAX_STRANGERS_FRAME = 64 * 1024;',
  ],
  [
    'Frames over 128 KiB',
    `${INBOUND}/transports/common/frame-budget.ts`,
    'UNCOUNTED = 128 * 1024;',
  ],
  [
    'a quarter of it while others wait',
    `${INBOUND}/transports/common/frame-budget.ts`,
    'hurriedPeriods: 4,',
  ],
  [
    '480 KiB must come in every 30 seconds',
    `${INBOUND}/transports/common/frame-budget.ts`,
    'PACE: Pace = { period: 30_000, part: 480 * 1024, hurriedPeriods: 4, beat: 10_000 };',
  ],
  [
    'within the five minutes that Node gives',
    `${INBOUND}/transports/socketio/socketio-transport.ts`,
    'UPGRADE_TIME = 300_000;',
  ],
  ['more than 1 MiB unsent', `${INBOUND}/gateway/pace.ts`, 'SLOW = 1024 * 1024;'],
  ['unsent for five seconds', `${INBOUND}/gateway/pace.ts`, 'PATIENCE = 5_000;'],
  ['or more than 16 MiB', `${INBOUND}/gateway/pace.ts`, 'HOPELESS = 16 * SLOW;'],
  ['and 100 frames in one turn', `${INBOUND}/gateway/intake.ts`, 'MAX_STRANGERS_FRAMES = 100;'],
  ['1,000 frames may be under way', `${INBOUND}/gateway/intake.ts`, 'MAX_UNDER_WAY = 1_000;'],
  [
    'more than 2,000 in one turn',
    `${INBOUND}/gateway/intake.ts`,
    'MAX_STRANGERS_FRAMES : 2 * MAX_UNDER_WAY);',
  ],
  ['at most 100 conversations', `${INBOUND}/gateway/following.ts`, 'MAX_JOINED = 100;'],
  ['typing in no more than 100', `${INBOUND}/gateway/typing.ts`, 'MAX_TYPED = 100;'],
  [
    'more than 4,000 packets in one turn',
    `${INBOUND}/transports/socketio/packet-limit.ts`,
    'MAX_PACKETS = 4_000;',
  ],
  [
    'more than 10 handshakes',
    `${INBOUND}/transports/socketio/packet-decoder.ts`,
    'MAX_KNOCKS = 10;',
  ],
  [
    'or one over 64 KiB',
    `${INBOUND}/transports/socketio/packet-decoder.ts`,
    'MAX_HANDSHAKE = 64 * 1024;',
  ],
  [
    'more than 10 requests before it was answered',
    'src/bootstrap/tcp-connections.ts',
    'MAX_UNANSWERED = 10;',
  ],
  [
    'Past 10,000 Socket.IO connections',
    `${INBOUND}/transports/socketio/strangers.ts`,
    'MAX_STRANGERS = 10_000;',
  ],
  ['more than 10 probes', `${INBOUND}/transports/socketio/packet-limit.ts`, 'MAX_PROBES = 10;'],
  [
    'after another 64 KiB',
    `${INBOUND}/transports/common/websocket.ts`,
    'PARTING_BYTES = 64 * 1024;',
  ],
  ['64 KiB or five seconds', `${INBOUND}/transports/common/websocket.ts`, 'PARTING_TIME = 5_000;'],
  ['not gone 1.5 seconds after', 'src/bootstrap/app.ts', 'parting: 1_500'],
  ['is left after nine', 'src/bootstrap/app.ts', 'whole: 9_000'],
  ['the others have four seconds', 'src/bootstrap/app.ts', 'patience: 4_000'],
  ['about once a second', `${SQLITE}/checkpoints.ts`, 'interval: 1_000,'],
  ['started again, after 1 s,', `${SQLITE}/checkpoints.ts`, 'firstPause: 1_000,'],
  ['up to a minute', `${SQLITE}/checkpoints.ts`, 'longestPause: 60_000,'],
  ['around 64 MiB', `${SQLITE}/checkpoints.ts`, 'maxFrames: 16_384,'],
  ['`synchronous=FULL`', `${SQLITE}/sqlite-connection.ts`, 'PRAGMA synchronous = FULL'],
  [
    'locked for more than two seconds',
    `${SQLITE}/sqlite-database.ts`,
    'DEFAULT_LOCK_TIMEOUT = 2_000;',
  ],
  [
    'failures of one kind once a second',
    'src/adapters/outbound/common/failure-log.ts',
    'interval = 1_000,',
  ],
  ['two seconds to take the connection', SCANNER, 'connection: 2_000'],
  ['ten to take what was sent', SCANNER, 'progress: 10_000'],
  ['30 from the last byte on', SCANNER, 'verdict: 30_000'],
  [
    'kept for a day after it was saved',
    'src/application/ports/sessions.ts',
    'SESSION_TIME = 24 * 60 * 60 * 1_000;',
  ],
  ['up to 1,000 with', `${SQLITE}/sqlite-sessions.ts`, 'PURGED = 1_000;'],
  [
    'at most 100,000',
    'src/adapters/outbound/stores/memory/memory-sessions.ts',
    'MAX_SESSIONS = 100_000;',
  ],
  ['once a minute', `${INBOUND}/gateway/session-book.ts`, 'LOG_INTERVAL = 60_000;'],
  ['`switchboard.sqlite`', 'src/bootstrap/stores.ts', "DATABASE_FILE = 'switchboard.sqlite';"],
  [
    '`development-secret` (mode 600)',
    'src/bootstrap/development-secret.ts',
    "FILE = 'development-secret';",
  ],
  [
    'A ping every 25 s',
    `${CONFIGURATION}/heartbeat.ts`,
    'SOCKET_HEARTBEAT_INTERVAL: variable(whole(1, DAY), 25_000,',
  ],
  [
    'silent for 60 s',
    `${CONFIGURATION}/heartbeat.ts`,
    'SOCKET_HEARTBEAT_TIMEOUT: variable(\n    whole(1, DAY),\n    60_000,',
  ],
  [
    '`--no-allocation-site-pretenuring`',
    'src/bootstrap/cli/v8-flags.ts',
    "V8_FLAGS = '--no-allocation-site-pretenuring';",
  ],
  ['16 MiB are kept', `${SYSTEM}/log-output.ts`, 'maxUnread: 16 * 1024 * 1024,'],
  ['waits a second for him', `${SYSTEM}/log-output.ts`, 'patience: 1_000,'],
];

const SUPPORT: readonly Claim[] = [
  ['64 KiB a frame', `${INBOUND}/dialects/support/admission.ts`, 'maxFrame: 64 * 1024,'],
  ['32 levels of JSON', `${INBOUND}/gateway/json-depth.ts`, 'MAX_DEPTH = 32;'],
  [
    'a join past 100 conversations on a connection',
    `${INBOUND}/gateway/following.ts`,
    'MAX_JOINED = 100;',
  ],
  [
    'a frame past 1,000 that are under way',
    `${INBOUND}/gateway/intake.ts`,
    'MAX_UNDER_WAY = 1_000;',
  ],
  ['100 joined conversations', `${INBOUND}/gateway/following.ts`, 'MAX_JOINED = 100;'],
  ['1,000 frames under way', `${INBOUND}/gateway/intake.ts`, 'MAX_UNDER_WAY = 1_000;'],
  ['ten seconds after the last', `${INBOUND}/gateway/gateway.ts`, 'typing: 10_000,'],
  ['at most 5,000 characters', 'src/domain/message-text.ts', 'MAX_TEXT = 5_000;'],
  ['1 to 200 characters', `${INBOUND}/dialects/common/codecs.ts`, 'MAX_CLIENT_MESSAGE_ID = 200;'],
  ['names a person: up to 200 characters', 'src/domain/person-id.ts', 'MAX_ID = 200;'],
  [
    'newest 50 `messages`',
    `${INBOUND}/dialects/support/routes/histories.ts`,
    'DETAILS_MESSAGES = 50;',
  ],
  ['newest 100 earlier messages', `${INBOUND}/dialects/support/joining.ts`, 'EARLIER = 100;'],
  ['without a credential, for 60 seconds', 'src/domain/newcomer.ts', 'NEWCOMER_TIME = 60_000;'],
  [
    'heard of it lately (its last 10,000)',
    `${INBOUND}/gateway/recent-messages.ts`,
    'MAX_REMEMBERED = 10_000;',
  ],
  ['limit over 100 is taken as 100', `${INBOUND}/dialects/common/codecs.ts`, 'MAX_LIMIT = 100;'],
];

const TOKENS: readonly Claim[] = [
  ['a secret of 32 bytes or more', 'src/bootstrap/development-secret.ts', 'MIN_SECRET = 32;'],
  ['RSA of 2,048 bits or more', `${IDENTITY}/public-key.ts`, 'MIN_RSA = 2_048;'],
  ['EC on the curve P-256', `${IDENTITY}/public-key.ts`, "namedCurve === 'prime256v1'"],
  ['at most once in five minutes', `${IDENTITY}/kept-copy.ts`, 'SOON = 5 * MINUTE;'],
  ['at most once in 30 seconds', `${IDENTITY}/kept-copy.ts`, 'COOLDOWN = MINUTE / 2;'],
  ['stops working within ten minutes', `${IDENTITY}/kept-copy.ts`, 'DUE = 10 * MINUTE;'],
  ['again every five seconds at most', `${IDENTITY}/kept-copy.ts`, 'RETRY = 5_000;'],
  ['The last good set goes on for an hour', `${IDENTITY}/kept-copy.ts`, 'MAX_AGE = 60 * MINUTE;'],
  ['up to eight keys', `${IDENTITY}/remote-keys.ts`, 'MAX_CANDIDATES = 8;'],
  ['status 200 within five seconds', `${IDENTITY}/remote-keys.ts`, 'TIMEOUT = 5_000;'],
  ['of a mebibyte at most', `${IDENTITY}/bounded-fetch.ts`, 'MAX_SIZE = 1024 * 1024;'],
  [
    '5 unless it says otherwise and 300 at most',
    `${CONFIGURATION}/tokens.ts`,
    'JWT_CLOCK_TOLERANCE: variable(\n    whole(0, 300),\n    5,',
  ],
  ['is asked again every minute', `${INBOUND}/gateway/expiry.ts`, 'LOOK_AGAIN = 60_000;'],
  [
    'more than 16,384 characters',
    'src/application/use-cases/authenticate.ts',
    'MAX_TOKEN = 16 * 1024;',
  ],
  ['a text of up to 200 characters', 'src/domain/person-id.ts', 'MAX_ID = 200;'],
  ['cut after 200 characters', 'src/domain/message-text.ts', 'MAX_LINE = 200;'],
];

const TRANSFER = 'src/application/transfer';

const MOVING: readonly Claim[] = [
  ['This is version 4', 'src/adapters/outbound/ndjson/record-codecs.ts', 'VERSION = 4;'],
  ['(mode 600)', 'src/adapters/outbound/ndjson/export-file.ts', "'wx', 0o600)"],
  [
    '1,001,000 bytes long',
    'src/adapters/outbound/ndjson/read-export.ts',
    'LONGEST_LINE = MAX_APPEND.bytes + 1_000;',
  ],
  ['1,001,000 bytes long', 'src/application/ports/conversation-log.ts', 'bytes: 1_000_000 }'],
  ['the first 200 events', `${TRANSFER}/export-records.ts`, 'PAGE = MAX_APPEND.events;'],
  ['the first 200 events', 'src/application/ports/conversation-log.ts', 'events: 200,'],
  ['of 16 conversations ahead', `${TRANSFER}/export-records.ts`, 'AHEAD = 16;'],
  [
    'at most 2,000 events, or 4 MB',
    `${TRANSFER}/import-records.ts`,
    'events: 2_000, bytes: 4_000_000 }',
  ],
];

const READINESS = `${INBOUND}/operations/readiness.ts`;

const METRICS: readonly Claim[] = [
  ['each for at most 800 ms', READINESS, 'PATIENCE = 800;'],
  ['at most once a second', READINESS, 'KEPT_FOR = 1_000;'],
  [
    'in the last 10 to 20 seconds',
    'src/adapters/outbound/metrics/event-loop-delay.ts',
    'WINDOW = 10_000;',
  ],
  [
    'the 10 ms between two looks',
    'src/adapters/outbound/metrics/event-loop-delay.ts',
    'RESOLUTION = 10;',
  ],
  ['once a second and shows it', 'src/bootstrap/cli/top/watch-server.ts', 'INTERVAL = 1_000;'],
];

const describeClaims = (path: string, claims: readonly Claim[]): void => {
  describe(`the numbers of ${path}`, () => {
    const described = page(path);
    for (const [words, file, line] of claims) {
      it(`are those of the code: ${words}`, () => {
        expect(says(described, words), `the page says ${words}`).to.equal(true);
        expect(read(file)).to.contain(line);
      });
    }
  });
};

describeClaims('docs/operations.md', OPERATIONS);
describeClaims('docs/dialects/support.md', SUPPORT);
describeClaims('docs/tokens.md', TOKENS);
describeClaims('docs/moving.md', MOVING);
describeClaims('docs/metrics.md', METRICS);

describe('the close codes of docs/operations.md', () => {
  it('are those of plain WebSocket', () => {
    const described = rows(page('docs/operations.md').text).map(([code]) => code);
    const [, table = ''] = /const CODES.*?\{(.*?)\n\};/s.exec(read(WS_CONNECTION)) ?? [];
    const used = [...table.matchAll(/\[(\d{4}), /g)].map(([, code]) => code);
    expect(described).to.deep.equal([...new Set(used)]);
  });
});
