import { describe, expect, it } from 'vitest';
import {
  allParts,
  clockAdvice,
  overallWords,
  partWords,
  taskWords,
} from '../../renderer/features/public/status/status-words.ts';
import { startTestServer } from '../support/test-server.ts';

interface Health {
  readonly status: string;
  readonly time: string;
  readonly checks: Readonly<Record<string, { readonly status: string }>>;
  readonly loops: readonly { readonly last_error_class: string | null }[];
}

describe('the words of the status page', () => {
  it('every part and state of a real server has words of its own', async () => {
    await using server = await startTestServer();
    const health = (await server.anonymous.get('/api/health/detailed')).json<Health>();
    const parts = allParts(health.checks);
    expect(parts).toHaveLength(Object.keys(health.checks).length);
    for (const { meaning, state } of parts) {
      expect(meaning).not.toContain('does not know');
      expect(state).toMatch(/^[A-Z][a-z]/);
    }
    expect(overallWords(health.status).title).not.toBe('State unknown');
    expect(taskWords(health.loops)).toMatchObject({ state: 'Works', advice: null });
    expect(clockAdvice(health.time, Date.now())).toBeNull();
  });

  it('what does not work says what to do', () => {
    for (const name of ['database', 'disk', 'clerk', 'email_worker'])
      expect(partWords(name, { status: 'critical' })).toMatchObject({
        tone: 'bad',
        state: 'Does not work',
        advice: expect.stringMatching(/[a-z]{4}\.$/) as unknown,
      });
    for (const name of ['disk', 'viewer_usage'])
      expect(partWords(name, { status: 'warn' })).toMatchObject({
        tone: 'warn',
        advice: expect.any(String) as unknown,
      });
  });

  it('what is not in use is nothing to worry about', () => {
    expect(partWords('clerk', { status: 'unconfigured' })).toMatchObject({ tone: 'idle', advice: null });
    expect(partWords('email_worker', { status: 'disabled' })).toMatchObject({ tone: 'idle', advice: null });
  });

  it('says how full and how long, and nothing else of the figures', () => {
    const disk = { status: 'warn', percent_used: 91.4, path: 'data', error_class: 'Secret' };
    expect(partWords('disk', disk).meaning).toContain('91% used.');
    expect(JSON.stringify(partWords('disk', disk))).not.toMatch(/Secret|"data"/);
    expect(partWords('resend', { status: 'ok', queue_depth: 3 }).meaning).toContain('3 waiting.');
    expect(partWords('resend', { status: 'ok', queue_depth: -1 }).meaning).not.toContain('waiting');
  });

  it('a part of a newer server is shown by its name, last', () => {
    const parts = allParts({ coffee_machine: { status: 'ok' }, disk: { status: 'ok' } });
    expect(parts.map(({ title }) => title)).toEqual(['Disk of the server', 'Coffee machine']);
  });

  it('counts tasks that failed', () => {
    const tasks = [{ last_error_class: null }, { last_error_class: 'TypeError' }];
    expect(taskWords(tasks)).toMatchObject({
      tone: 'warn',
      advice: expect.stringContaining('1 of 2') as unknown,
    });
  });

  it('tells of clocks that differ, in either direction', () => {
    const at = Date.parse('2026-03-01T12:00:00Z');
    expect(clockAdvice('2026-03-01T12:10:00Z', at)).toContain('10 minutes apart');
    expect(clockAdvice('2026-03-01T11:58:50Z', at)).toContain('1 minute apart');
    expect(clockAdvice('2026-03-01T12:00:50Z', at)).toBeNull();
  });
});
