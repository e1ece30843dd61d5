import type { Level } from '../../../application/ports/metrics.js';

/** Seconds. A commit is synced to a disk, or to most of a replica set. */
const COMMIT_SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5, 10];
/** Seconds. */
const REQUEST_SECONDS = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];
const SIZES = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500];
const BYTES = [100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];

/** What is counted, as Prometheus has it: base units, and totals that only rise. */
export const COUNTERS = {
  connectionsOpened: {
    name: 'switchboard_connections_opened_total',
    help: 'Connections that clients opened',
    labelNames: ['transport', 'dialect'],
  },
  handshakesRefused: {
    name: 'switchboard_handshakes_refused_total',
    help: 'Clients that were not let in',
    labelNames: ['transport', 'dialect', 'reason'],
  },
  messages: {
    name: 'switchboard_messages_total',
    help: 'Messages stored, by the channel of their conversation and who wrote them',
    labelNames: ['channel', 'sender'],
  },
  commits: {
    name: 'switchboard_commits_total',
    help: 'Calls to the log, each with what one turn of the event loop brought',
    labelNames: ['outcome'],
  },
  appends: {
    name: 'switchboard_appends_total',
    help: 'What one commit adds to one conversation, by what became of it',
    labelNames: ['outcome'],
  },
  refusals: {
    name: 'switchboard_refusals_total',
    help: 'What clients asked for and were refused, by the kind of failure',
    labelNames: ['dialect', 'reason'],
  },
  busMessages: {
    name: 'switchboard_bus_messages_total',
    help: 'Messages that this node put onto the bus',
    labelNames: ['kind'],
  },
  heals: {
    name: 'switchboard_heals_total',
    help: 'Followers that were told from the log what the bus had not brought',
    labelNames: [],
  },
  files: {
    name: 'switchboard_files_total',
    help: 'Files stored for a message, and attempts that were refused',
    labelNames: ['outcome'],
  },
  fileBytes: {
    name: 'switchboard_file_bytes_total',
    help: 'Bytes of the files stored',
    labelNames: [],
  },
  sessionsUnsaved: {
    name: 'switchboard_session_saves_failed_total',
    help: 'Saves of Socket.IO sessions that the store failed at',
    labelNames: [],
  },
  securityLinesLeftOut: {
    name: 'switchboard_security_lines_left_out_total',
    help: 'Lines that the security log left out, since there were so many',
    labelNames: ['event'],
  },
} as const;

export const HISTOGRAMS = {
  commitSeconds: {
    name: 'switchboard_commit_duration_seconds',
    help: 'From the call to the log to its answer',
    labelNames: [],
    buckets: COMMIT_SECONDS,
  },
  commitEvents: {
    name: 'switchboard_commit_events',
    help: 'Events in a commit',
    labelNames: [],
    buckets: SIZES,
  },
  commitConversations: {
    name: 'switchboard_commit_conversations',
    help: 'Conversations in a commit',
    labelNames: [],
    buckets: SIZES,
  },
  commitBytes: {
    name: 'switchboard_commit_text_bytes',
    help: 'Bytes of what people wrote in a commit',
    labelNames: [],
    buckets: BYTES,
  },
  requestSeconds: {
    name: 'switchboard_http_request_duration_seconds',
    help: 'REST requests, from their headers to their answer',
    labelNames: ['dialect', 'method', 'route', 'status'],
    buckets: REQUEST_SECONDS,
  },
} as const;

export const CONNECTIONS = {
  name: 'switchboard_connections',
  help: 'Connections that are open',
  labelNames: ['transport', 'dialect'],
} as const;

export const EVENT_LOOP_DELAY = {
  name: 'switchboard_event_loop_delay_seconds',
  help: 'By how much timers were late, in the last 10 to 20 seconds',
  labelNames: ['quantile'],
} as const;

export const LEVELS = {
  commands: {
    name: 'switchboard_lane_commands',
    help: 'Commands that conversations have taken in and not answered',
  },
  frames: {
    name: 'switchboard_frames_waiting',
    help: 'Large frames that wait for room in UPLOAD_MEMORY',
  },
  followers: {
    name: 'switchboard_followers',
    help: 'Connections, counted once for each conversation that they have joined',
  },
  people: { name: 'switchboard_people_connected', help: 'People with a connection' },
  rooms: { name: 'switchboard_rooms', help: 'Conversations that somebody is in' },
  writeAheadLog: {
    name: 'switchboard_write_ahead_log_bytes',
    help: "SQLite's write-ahead log, which checkpoints empty",
  },
} as const satisfies Readonly<Record<Level, unknown>>;
