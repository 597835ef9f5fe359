import { QueryClient } from '@tanstack/react-query';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formats } from '../../renderer/hooks/format.ts';
import { applyMessage } from '../../renderer/api/event-cache.ts';
import {
  matching,
  readFilter,
  wishOf,
  writeFilter,
} from '../../renderer/features/sentinel/history/history-filter.ts';
import { midnightIn, momentIn } from '../../renderer/features/sentinel/local-moment.ts';
import { allowanceOf, renewalWords } from '../../renderer/features/sentinel/overview/allowance-words.ts';
import { cameraWords } from '../../renderer/features/sentinel/rules/camera-words.ts';
import { withChanges } from '../../renderer/features/sentinel/rules/change.ts';
import {
  argumentWords,
  readableResult,
  shownWords,
} from '../../renderer/features/sentinel/run/trace-words.ts';
import {
  costWords,
  durationOf,
  runSentence,
  shortened,
  spanWords,
} from '../../renderer/features/sentinel/run-words.ts';
import {
  everyRunQuery,
  keepStarted,
  latestRunsQuery,
  type RunList,
  sentinelQuery,
} from '../../renderer/features/sentinel/sentinel-queries.ts';
import { scopeCount, stateOf } from '../../renderer/features/sentinel/state-words.ts';
import type { SentinelConfig, SentinelRun } from '../../server/contract/agents/sentinel.ts';

const AT = '2026-05-30T12:00:00.000Z';
const NOW = Date.parse(AT);
const HOUR_MS = 3_600_000;

const RULES: SentinelConfig = {
  enabled: true,
  motion_enabled: true,
  incident_opened_enabled: true,
  motion_cooldown_min: 5,
  schedule_mode: 'always',
  schedule_start: '22:00',
  schedule_end: '06:00',
  active_days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  camera_scope: {},
  daily_report_enabled: false,
  daily_report_time: '07:00',
  created_at: AT,
  updated_at: AT,
};

function run(id: string, changes: Partial<SentinelRun> = {}): SentinelRun {
  return {
    id,
    triggered_at: AT,
    trigger_type: 'manual',
    camera_id: null,
    tool_call_count: 0,
    outcome: 'no_action',
    severity: null,
    incident_id: null,
    started_at: AT,
    completed_at: AT,
    manual_prompt: null,
    summary: '',
    runner: 'builtin',
    model: 'watcher-1',
    input_tokens: null,
    output_tokens: null,
    cost: null,
    ...changes,
  };
}

function runList(runs: readonly SentinelRun[], total = runs.length): RunList {
  return {
    runs: [...runs],
    total,
    stats: {
      runs_today: 1,
      runs_total: 9,
      runs_this_month: 4,
      incidents_filed: 2,
      pending: 0,
      monthly_cap: 5,
      remaining_this_month: 1,
    },
  };
}

const nameOf = (id: string | null) => (id === null ? 'All cameras' : id === 'c1' ? 'Front door' : '?');

afterEach(() => vi.unstubAllGlobals());

describe('changes of the rules', () => {
  it('each is worked out from the rules it meets, so that one that failed is not carried along', () => {
    const first = ({ camera_scope: old }: SentinelConfig) => ({ camera_scope: { ...old, c1: false } });
    const second = ({ camera_scope: old }: SentinelConfig) => ({ camera_scope: { ...old, c2: false } });
    expect(withChanges(RULES, [first, second]).camera_scope).toEqual({ c1: false, c2: false });
    expect(withChanges(RULES, [second]).camera_scope).toEqual({ c2: false });
    expect(RULES.camera_scope).toEqual({});
  });

  it('an absent camera is in scope, whatever its name', () => {
    expect(scopeCount({ camera_scope: { c1: false, gone: false } }, ['c1', 'c2', 'toString'])).toBe(
      '2 of 3 cameras in scope',
    );
  });
});

describe('the cameras in scope', () => {
  it('say how they are, a suspended one before anything else', () => {
    const words = (status: string, isSuspended = false) =>
      cameraWords({ status, disabled_by_plan: isSuspended }).text;
    expect(words('failed', true)).toBe('Suspended by plan');
    expect(['offline', 'failed', 'error', 'restarting', 'streaming'].map((status) => words(status))).toEqual([
      'Offline',
      'Failed',
      'Failed',
      'Restarting',
      'Online',
    ]);
  });
});

describe('what Sentinel says it does', () => {
  const ready = { plan_gated: false, runner: 'builtin' } as const;
  const noon = { day: 'wed', minute: 720 } as const;
  const label = (rules: Partial<SentinelConfig>, now: Parameters<typeof stateOf>[2] = noon) =>
    stateOf(ready, { ...RULES, ...rules }, now, 3);

  it('does not call itself on watch while nothing can start', () => {
    expect(label({}).label).toBe('On watch');
    expect(label({ enabled: false }).label).toBe('Paused');
    expect(stateOf({ ...ready, plan_gated: true }, RULES, noon, 3).label).toBe('Not in your plan');
    expect(stateOf({ ...ready, runner: 'none' }, RULES, noon, 3).label).toBe('Waits for a model');
    expect(stateOf(ready, RULES, noon, 0).label).toBe('Month used up');
    expect(label({ schedule_mode: 'off' }).label).toBe('Starts nothing');
    expect(label({ motion_enabled: false, incident_opened_enabled: false }).label).toBe('Starts nothing');
    expect(label({ schedule_mode: 'scheduled', active_days: [] }).label).toBe('Starts nothing');
    expect(label({ schedule_mode: 'off', daily_report_enabled: true }).label).toBe('Report only');
  });

  it('names what it looks into, and from when', () => {
    expect(label({ incident_opened_enabled: false }).sentence).toBe('Looks into motion.');
    expect(label({ schedule_mode: 'scheduled' }).sentence).toBe(
      `Looks into motion and new incidents from today ${formats.timeOfDay(1320)}.`,
    );
    expect(label({ schedule_mode: 'scheduled' }, { day: 'wed', minute: 1330 }).label).toBe('On watch');
  });
});

describe('runs', () => {
  it('says what it does now, or what came of it', () => {
    expect(runSentence({ outcome: 'pending', summary: '' })).toBe('Waits for its turn.');
    expect(runSentence({ outcome: 'running', summary: 'x' })).toBe('Looks through the cameras now.');
    expect(runSentence({ outcome: 'no_action', summary: ' A cat. ' })).toBe('A cat.');
    expect(runSentence({ outcome: 'error', summary: '' })).toBe('It ended without a reason.');
  });

  it('counts the time it waits, works, or took', () => {
    const at = (ms: number) => new Date(NOW + ms).toISOString();
    const pending = run('a', { outcome: 'pending', started_at: null, completed_at: null });
    expect(durationOf(pending, NOW + 8000)).toBe('8 s');
    const running = run('a', { outcome: 'running', started_at: at(5000), completed_at: null });
    expect(durationOf(running, NOW + 85_000)).toBe('1 min 20 s');
    expect(durationOf(run('a', { completed_at: at(120_000) }), NOW + HOUR_MS)).toBe('2 min');
    expect(durationOf(run('a', { outcome: 'error', started_at: null }), NOW)).toBeNull();
    expect([spanWords(-4), spanWords(7_500_000)]).toEqual(['1 s', '2 h 5 min']);
  });

  it('shortens a summary at a word and keeps one that fits', () => {
    expect(shortened('A cat\n crossed.', 90)).toBe('A cat crossed.');
    expect(shortened('word '.repeat(30), 22)).toBe('word word word word…');
    expect(shortened('x'.repeat(100), 90)).toBe(`${'x'.repeat(90)}…`);
  });

  it('shows small costs, too', () => {
    expect([0, 0.00001, 0.0132, 1.5].map(costWords)).toEqual([
      '$0.00',
      'less than $0.0001',
      '$0.0132',
      '$1.50',
    ]);
  });

  it('says how many tool calls are shown of how many', () => {
    const entry = { tool: 'list_cameras', args: {}, result: '' };
    expect(shownWords({ tool_trace: [entry], tool_call_count: 61 })).toBe(
      '1 of 61 shown; the earliest are not kept',
    );
    expect(shownWords({ tool_trace: [entry], tool_call_count: 1 })).toBe('1 of 1 shown');
  });

  it('tells arguments with cameras by name, and lays JSON results out', () => {
    const words = argumentWords({ camera_id: 'c1', count: 3, since: null, filter: { a: 1 } }, nameOf);
    expect(words).toBe('Front door · count: 3 · filter: {"a":1}');
    expect(readableResult('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(readableResult('{"a":1…')).toBe('{"a":1…');
    expect(readableResult('3 cameras')).toBe('3 cameras');
  });
});

describe('the cached runs', () => {
  it('a started run is on top and counted at once, and not twice', async () => {
    const client = new QueryClient();
    client.setQueryData(latestRunsQuery.queryKey, runList([run('a')]));
    const started = run('b', { outcome: 'pending' });
    await keepStarted(client, started);
    await keepStarted(client, started);
    const list = client.getQueryData(latestRunsQuery.queryKey);
    expect(list?.runs.map(({ id }) => id)).toEqual(['b', 'a']);
    expect(list?.stats).toMatchObject({
      runs_today: 2,
      runs_this_month: 5,
      pending: 1,
      remaining_this_month: 0,
    });
  });

  it('are asked for again when the server tells of a change, pictures are not', () => {
    const client = new QueryClient();
    client.setQueryData(latestRunsQuery.queryKey, runList([]));
    client.setQueryData(['sentinel-picture', 'a', 1], new Blob());
    applyMessage(client, { type: 'changed', what: 'sentinel' });
    expect(client.getQueryState(latestRunsQuery.queryKey)?.isInvalidated).toBe(true);
    expect(client.getQueryState(['sentinel-picture', 'a', 1])?.isInvalidated).toBe(false);
    expect(client.getQueryState(sentinelQuery.queryKey)).toBeUndefined();
  });

  it('a search goes through every page once', async () => {
    const all = Array.from({ length: 450 }, (_, index) => run(String(index)));
    const asked: string[] = [];
    vi.stubGlobal('fetch', async (path: string) => {
      asked.push(path);
      const offset = Number(new URL(path, 'http://localhost').searchParams.get('offset'));
      return Response.json(runList(all.slice(offset, offset + 200), all.length));
    });
    const { runs } = await new QueryClient().fetchQuery(everyRunQuery({}));
    expect([runs.length, asked.length]).toEqual([450, 3]);
  });
});

describe('the history', () => {
  it('keeps its filter in the address and drops what makes no sense', () => {
    const filter = { period: 'all', trigger: 'motion', search: 'van', offset: 50 } as const;
    expect(readFilter(writeFilter(filter))).toEqual(filter);
    expect(writeFilter(readFilter(new URLSearchParams())).size).toBe(0);
    expect(readFilter(new URLSearchParams('period=x&trigger=y&offset=-1'))).toEqual({
      period: '7',
      trigger: '',
      search: '',
      offset: 0,
    });
  });

  it('asks from a midnight of the place', () => {
    const since = (period: 'today' | '7' | 'all') =>
      wishOf({ period, trigger: '', search: '', offset: 0 }, 'Europe/Berlin', NOW);
    expect(since('today')).toEqual({ since: '2026-05-29T22:00:00.000Z' });
    expect(since('7')).toEqual({ since: '2026-05-23T22:00:00.000Z' });
    expect(since('all')).toEqual({});
  });

  it('finds every word, in any order, in the camera, the trigger and the summary', () => {
    const runs = [
      run('a', { camera_id: 'c1', trigger_type: 'motion', summary: 'A white van' }),
      run('b', { summary: 'A van' }),
    ];
    const found = (search: string) => matching(runs, search, nameOf).map(({ id }) => id);
    expect(found('VAN front')).toEqual(['a']);
    expect(found('van')).toEqual(['a', 'b']);
    expect(found('motion cat')).toEqual([]);
  });
});

describe('days and months', () => {
  it('finds midnight on days on which clocks are changed', () => {
    const midnight = (at: string) => new Date(midnightIn('Europe/Berlin', Date.parse(at))).toISOString();
    expect(midnight('2026-03-29T10:00:00Z')).toBe('2026-03-28T23:00:00.000Z');
    expect(midnight('2026-10-25T10:00:00Z')).toBe('2026-10-24T22:00:00.000Z');
    expect(midnight('2026-10-25T22:59:59Z')).toBe('2026-10-24T22:00:00.000Z');
  });

  it('an unknown time zone reads as UTC', () => {
    expect(momentIn('Nowhere/Land', NOW)).toEqual({ day: 'sat', minute: 720 });
    expect(momentIn('Asia/Tokyo', NOW)).toEqual({ day: 'sat', minute: 1260 });
  });

  it('warns when a fifth of the month is left, and says when counting starts again', () => {
    const state = (used: number) => allowanceOf({ runs_this_month: used, monthly_cap: 100 }).state;
    expect([0, 79, 80, 100, 120].map(state)).toEqual(['fine', 'fine', 'low', 'spent', 'spent']);
    expect(allowanceOf({ runs_this_month: 0, monthly_cap: 0 }).state).toBe('spent');
    expect(renewalWords(Date.parse('2026-12-31T23:00:00Z'))).toMatch(/Jan 1|1 Jan/);
  });
});
