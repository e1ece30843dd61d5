import { expect } from 'chai';
import { parseMetrics } from '../../../../src/bootstrap/cli/top/parse-metrics.js';
import type { Look } from '../../../../src/bootstrap/cli/top/rates.js';
import { topLines } from '../../../../src/bootstrap/cli/top/top-lines.js';

const look = (at: number, ...lines: readonly string[]): Look => ({
  at,
  samples: parseMetrics(lines.join('\n')),
});

const before = look(
  1_000,
  'switchboard_messages_total{channel="support",sender="customer"} 100',
  'switchboard_messages_total{channel="support",sender="agent"} 50',
  'switchboard_commits_total{outcome="answered"} 40',
  'switchboard_commit_duration_seconds_sum 1',
  'switchboard_commit_duration_seconds_count 40',
  'switchboard_refusals_total{dialect="support",reason="NotFound"} 7',
);

const now = look(
  3_000,
  'switchboard_connections{transport="ws",dialect="support"} 12',
  'switchboard_connections{transport="socketio",dialect="support and livechat"} 1200',
  'switchboard_connections{transport="ws",dialect="tickets"} 0',
  'switchboard_people_connected 900',
  'switchboard_messages_total{channel="support",sender="customer"} 1100',
  'switchboard_messages_total{channel="support",sender="agent"} 50',
  'switchboard_commits_total{outcome="answered"} 140',
  'switchboard_commit_duration_seconds_sum 1.25',
  'switchboard_commit_duration_seconds_count 140',
  'switchboard_event_loop_delay_seconds{quantile="0.5"} 0.0002',
  'switchboard_event_loop_delay_seconds{quantile="0.99"} 0.012',
  'switchboard_event_loop_delay_seconds{quantile="1"} 0.1',
  'switchboard_lane_commands 3',
  'switchboard_frames_waiting 1',
  'switchboard_write_ahead_log_bytes 67108864',
  'switchboard_refusals_total{dialect="support",reason="NotFound"} 10',
  'process_resident_memory_bytes 104857600',
  'nodejs_heap_size_used_bytes 52428800',
);

describe('what top shows', () => {
  it('is what there is, and what came in a second since it looked before', () => {
    expect(topLines(now, before)).to.deep.equal([
      'connections   1,212',
      '              ws support: 12',
      '              socketio support and livechat: 1,200',
      'people        900',
      'messages      500/s',
      'commits       50/s   mean 2.5 ms   events in each -',
      'requests      0/s   mean -',
      'event loop    half 0.2 ms   99 % 12 ms   worst 100 ms',
      'queues        commands 3   frames 1   write-ahead log 64 MiB',
      'refused       1.5/s   handshakes 0/s',
      'memory        100 MiB   heap 50 MiB',
    ]);
  });

  it('is nothing in a second, at the first look', () => {
    const lines = topLines(now, null);
    expect(lines).to.include('messages      -/s');
    expect(lines, 'of all that there was').to.include(
      'commits       -/s   mean 8.9 ms   events in each -',
    );
  });

  it('is what came since a server has begun anew', () => {
    const restarted = look(
      5_000,
      'switchboard_messages_total{channel="support",sender="agent"} 20',
    );
    expect(topLines(restarted, now)).to.include('messages      10/s');
  });

  it('leaves out the write-ahead log of a store that has none', () => {
    expect(topLines(look(1, 'switchboard_frames_waiting 0'), null)).to.include(
      'queues        commands 0   frames 0',
    );
  });
});
