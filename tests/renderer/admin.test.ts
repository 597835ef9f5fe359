import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ListedNode } from '../../server/contract/fleet/nodes.ts';
import type { LoopState } from '../../server/contract/system.ts';
import { newestRows } from '../../renderer/features/admin/chart/newest-rows.ts';
import {
  columnsOfHours,
  columnsOfMoments,
  columnsOfUtcDays,
  scaleTop,
  spanStart,
  totalOf,
} from '../../renderer/features/admin/chart/slots.ts';
import { detailWords } from '../../renderer/features/admin/audit/detail-words.ts';
import { EVENT_GROUPS } from '../../renderer/features/admin/audit/event-words.ts';
import { figuresOf, partName, taskName } from '../../renderer/features/admin/health-names.ts';
import {
  checkState,
  everyWords,
  lengthWords,
  loopState,
  worstFirst,
} from '../../renderer/features/admin/health-words.ts';
import { csvName, csvText } from '../../renderer/features/admin/log/csv-text.ts';
import { errorState, spanWords } from '../../renderer/features/admin/overview/kpi-words.ts';
import {
  byFullness,
  diskUse,
  fullest,
  recordingPercent,
} from '../../renderer/features/admin/storage/storage-figures.ts';
import { sectionsFor } from '../../renderer/features/settings/sections.ts';
import { viewerGauge } from '../../renderer/features/settings/subscription/usage-words.ts';
import { startTestServer } from '../support/test-server.ts';

const ROOT = join(import.meta.dirname, '../..');
const NOW = Date.parse('2026-03-12T10:25:00Z');
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

function node(name: string, used: number | null, max = 100): ListedNode {
  return {
    node_id: name,
    name,
    hostname: null,
    local_ip: null,
    http_port: 8080,
    status: 'online',
    last_seen: null,
    key_rotated_at: null,
    created_at: null,
    camera_count: 1,
    video_codec: null,
    audio_codec: null,
    last_register_error: null,
    last_register_error_at: null,
    node_version: null,
    version_checked_at: null,
    storage:
      used === null
        ? null
        : {
            used_bytes: used,
            max_bytes: max,
            disk_free_bytes: 300,
            disk_total_bytes: 1000,
            reported_at: '2026-03-12T10:00:00Z',
          },
    latest_node_version: '1.0.0',
    min_supported_node_version: '0.1.0',
    version_supported: true,
  };
}

describe('counts over time', () => {
  it('one day is told by hours, and every moment of the last 24 hours is counted once', () => {
    const moments = Array.from({ length: 96 }, (_, index) => NOW - index * (HOUR_MS / 4));
    const columns = columnsOfMoments(1, NOW, [moments]);
    expect(columns).toHaveLength(25);
    expect(totalOf(columns)).toBe(96);
    expect(columns.at(-1)?.counts).toEqual([2]);
  });

  it('longer spans are told by days of the calendar, several series side by side', () => {
    const moments = [NOW, NOW - DAY_MS, NOW - 7 * DAY_MS];
    const columns = columnsOfMoments(7, NOW, [moments, [NOW]]);
    expect(columns).toHaveLength(8);
    expect(columns.at(-1)?.counts).toEqual([1, 1]);
    expect(columns[0]?.counts).toEqual([1, 0]);
    expect(totalOf(columns)).toBe(4);
    expect(columnsOfMoments(7, NOW, [[NOW - 9 * DAY_MS]]).every(({ counts }) => counts[0] === 0)).toBe(true);
  });

  it('UTC days keep their order and are filled up with days without anything', () => {
    const counts = [
      { date: '2026-03-12', count: 5 },
      { date: '2026-03-05', count: 2 },
    ];
    const columns = columnsOfUtcDays(counts, 7, NOW);
    expect(columns.map((column) => column.counts[0])).toEqual([2, 0, 0, 0, 0, 0, 0, 5]);
    expect(columns.map(({ startMs }) => startMs).toSorted((a, b) => a - b)).toEqual(
      columns.map(({ startMs }) => startMs),
    );
  });

  it('the scale ends at a round, even number that nothing exceeds', () => {
    for (const most of [0, 1, 2, 3, 7, 9, 10, 11, 99, 100, 101, 4321]) {
      const top = scaleTop(most);
      expect(top).toBeGreaterThanOrEqual(Math.max(2, most));
      expect(top % 2).toBe(0);
      expect(top).toBeLessThanOrEqual(Math.max(2, most * 2));
    }
  });

  it('a log is read back to the start of the span and no further', async () => {
    const log = Array.from({ length: 1000 }, (_, index) => NOW - index * HOUR_MS);
    const asked: number[] = [];
    const page = (offset: number) => {
      asked.push(offset);
      return Promise.resolve({ total: log.length, rows: log.slice(offset, offset + 50) });
    };
    const week = await newestRows(page, (at) => at, spanStart(7, NOW), 2000);
    expect(week).toEqual({ rows: log.slice(0, 169), isComplete: true });
    expect(asked).toEqual([0, 50, 100, 150]);
    const cut = await newestRows(page, (at) => at, spanStart(30, NOW), 100);
    expect(cut).toEqual({ rows: log.slice(0, 100), isComplete: false });
    const nothing = await newestRows(
      () => Promise.resolve({ total: 0, rows: [] as number[] }),
      (at) => at,
      0,
      100,
    );
    expect(nothing).toEqual({ rows: [], isComplete: true });
  });

  it('hours that the server counted fall into hours or days of the calendar, none is lost', () => {
    const hours = Array.from({ length: 25 }, (_, index) => ({
      hour: new Date(NOW - (NOW % HOUR_MS) - index * HOUR_MS).toISOString(),
      sent: 2,
      failed: index === 0 ? 1 : 0,
    }));
    for (const days of [1, 7]) {
      const columns = columnsOfHours(days, NOW, hours, (row) => [row.sent, row.failed]);
      expect(totalOf(columns)).toBe(51);
      expect(columns.at(-1)?.counts[1]).toBe(1);
    }
    expect(columnsOfHours(7, NOW, [], () => [0]).map(({ counts }) => counts)).toEqual(
      Array.from({ length: 8 }, () => [0]),
    );
  });
});

describe('files written in the browser', () => {
  it('quotes what needs it and defuses formulas', () => {
    const text = csvText(
      ['a', 'b'],
      [
        ['=1+1', 'say "hi", all'],
        [null, 7],
        ['+49 30', 'two\nlines'],
        ['@x', '-y'],
      ],
    );
    expect(text).toBe('a,b\r\n\'=1+1,"say ""hi"", all"\r\n,7\r\n\'+49 30,"two\nlines"\r\n\'@x,\'-y\r\n');
    expect(csvName('mail-log', NOW)).toBe('mail-log-20260312.csv');
  });
});

describe('numbers of the overview', () => {
  it('ai-mcp 8.4: no error is clear, up to four are a warning, five are critical', () => {
    expect([0, 1, 4, 5, 90].map((errors) => errorState(errors).tone)).toEqual([
      'live',
      'warn',
      'warn',
      'bad',
      'bad',
    ]);
    expect(spanWords(1)).toBe('in the last 24 hours');
    expect(spanWords(14)).toBe('in the last 14 days');
  });
});

describe('storage', () => {
  it('splits a disk into recordings, everything else and free space', () => {
    expect(diskUse(node('a', 100).storage)).toEqual({
      recordings: 100,
      other: 600,
      free: 300,
      total: 1000,
    });
    expect(diskUse(null)).toBeNull();
    const unread = { ...node('a', 1).storage, disk_free_bytes: 0, disk_total_bytes: 0 };
    expect(diskUse({ used_bytes: 1, max_bytes: 1, reported_at: '', ...unread })).toBeNull();
  });

  it('finds the fullest node, and lists those that told nothing last', () => {
    const nodes = [node('Silent', null), node('Half', 50), node('Full', 99.6), node('No limit', 5, 0)];
    expect(fullest(nodes)).toMatchObject({ percent: 100, node: { name: 'Full' } });
    expect(fullest([node('Silent', null)])).toBeNull();
    expect(recordingPercent(node('Over', 250).storage)).toBe(100);
    expect(byFullness(nodes).map(({ name }) => name)).toEqual(['Full', 'Half', 'No limit', 'Silent']);
  });
});

describe('acts', () => {
  it('every act of the server has words of its own', () => {
    const known = new Set(EVENT_GROUPS.flatMap(({ events }) => Object.keys(events)));
    const written = globSync('server/**/*.ts', { cwd: ROOT }).flatMap((file) => {
      const text = readFileSync(join(ROOT, file), 'utf8');
      return text.includes('writeAudit') || text.includes('auditLog')
        ? [...text.matchAll(/event: '(\w+)'/g)]
        : [];
    });
    const events = written.map(([, event = '']) => event);
    expect(events.length).toBeGreaterThan(20);
    expect(events.filter((event) => !known.has(event))).toEqual([]);
  });

  it('details are told part by part, and what is no JSON as it is', () => {
    expect(detailWords('{"name":"Front door","node_id":"ab12","enabled":true,"reason":null}')).toBe(
      'name: Front door, node: ab12, on: yes, reason: –',
    );
    expect(detailWords('{"changes":["enabled=true","model=a"],"tools":[],"by":{"email":"a@b.c"}}')).toBe(
      'changes: enabled=true, model=a, tools: –, by: e-mail a@b.c',
    );
    expect(detailWords('plain')).toBe('plain');
    expect(detailWords('[1]')).toBe('[1]');
    expect(detailWords(null)).toBe('');
  });
});

describe('health', () => {
  const loop = (name: string, more: Partial<LoopState> = {}): LoopState => ({
    name,
    every_seconds: 60,
    running: false,
    runs: 3,
    failures: 0,
    last_run_at: null,
    last_duration_ms: null,
    last_error_class: null,
    last_error_at: null,
    ...more,
  });

  it('tasks that fail come first', () => {
    const loops = [
      loop('b'),
      loop('once', { failures: 1 }),
      loop('a'),
      loop('broken', { failures: 2, last_error_class: 'Error' }),
    ];
    expect(worstFirst(loops).map(({ name }) => name)).toEqual(['broken', 'once', 'a', 'b']);
    expect(loopState(loop('x', { last_error_class: 'Error' })).tone).toBe('bad');
    expect(loopState(loop('x', { runs: 0 })).tone).toBe('idle');
  });

  it('a warning of the server looks like one, and figures read as words', () => {
    expect(checkState('warn')).toEqual({ tone: 'warn', text: 'Needs attention' });
    expect(figuresOf({ status: 'ok', latency_ms: 2, percent_used: 40, bytes_free: 1024 })).toBe(
      'answers in 2.00 ms, 40% used, 1.0 KiB free',
    );
    const disk = { bytes_free: 75 * 1024, bytes_total: 252 * 1024, bytes_used: 16 * 1024 };
    expect(figuresOf(disk)).toBe(
      '75.0 KiB free, 252 KiB in all, 16.0 KiB taken, 161 KiB held back by the operating system',
    );
    expect(figuresOf({ ...disk, bytes_free: 235 * 1024 })).not.toContain('held back');
    expect(figuresOf({ status: 'ok', path: 'data', error_class: 'Slow', new_figure: 1200 })).toBe(
      'error class Slow, new figure 1,200',
    );
  });

  it('every part and every task of the running server has a name of its own', async () => {
    await using server = await startTestServer();
    const owner = await server.owner();
    const { checks } = (await owner.get('/api/health/detailed')).json<{ checks: Record<string, object> }>();
    const { loops } = (await owner.get('/api/system/loops')).json<{ loops: LoopState[] }>();
    expect(Object.keys(checks).length * loops.length).toBeGreaterThan(0);
    const plain = (name: string) => {
      const words = name.replaceAll(/[-_]/g, ' ');
      return words.slice(0, 1).toUpperCase() + words.slice(1);
    };
    const unnamed = [
      ...Object.keys(checks).filter(
        (name) => partName(name) === plain(name) && !['database', 'disk'].includes(name),
      ),
      ...loops.map(({ name }) => name).filter((name) => taskName(name) === plain(name)),
    ];
    expect(unnamed).toEqual([]);
    for (const check of Object.values(checks)) expect(figuresOf({ ...check })).not.toMatch(/_/);
  });

  it('lengths of time are told in their largest unit', () => {
    expect([1, 60, 7200, 86_400].map(lengthWords)).toEqual(['1 second', '1 minute', '2 hours', '1 day']);
    expect([2, 60, 3600, 172_800].map(everyWords)).toEqual([
      'every 2 seconds',
      'every minute',
      'every hour',
      'every 2 days',
    ]);
  });
});

describe('the subscription', () => {
  it('viewer hours warn from 80 % on and say what to do when they are used up', () => {
    const gauge = (used: number, limit: number | null) =>
      viewerGauge({ nodes: 0, cameras: 0, viewer_hours_used: used, viewer_hours_limit: limit });
    expect([0, 239.9, 240, 299.9, 300, 400].map((used) => gauge(used, 300).tone)).toEqual([
      'live',
      'live',
      'warn',
      'warn',
      'bad',
      'bad',
    ]);
    expect(gauge(12.34, 30).sentence).toBe('12.3 of 30 hours of live video were watched this month.');
    expect(gauge(400, 300)).toMatchObject({
      percent: 100,
      advice: expect.stringContaining('Recording goes on'),
    });
    expect(gauge(5, null)).toMatchObject({ tone: 'live', percent: null });
    expect(gauge(0, 0).tone).toBe('bad');
  });

  it('is a section only where plans are bought, and only of administrators', () => {
    const has = (isAdmin: boolean, local: boolean) =>
      sectionsFor({ isAdmin, local }).map(({ to }) => to.slice('/settings/'.length));
    expect(has(true, false)).toContain('subscription');
    expect(has(true, true)).not.toContain('subscription');
    expect(has(true, true)).toContain('members');
    expect(has(true, false)).not.toContain('members');
    expect(has(false, false)).toEqual(['account']);
  });
});
