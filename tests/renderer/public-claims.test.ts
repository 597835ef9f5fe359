import { existsSync, readFileSync } from 'node:fs';
import { expect, it, describe } from 'vitest';
import { SESSION_DAYS, WATCHING_NOTE_MINUTES } from '../../renderer/features/public/legal/privacy-facts.ts';
import {
  BILLED_PLANS,
  GRACE_DAYS,
  planLines,
  SELF_HOSTED,
} from '../../renderer/features/public/pricing/plan-facts.ts';
import { CLAIM_GROUPS } from '../../renderer/features/public/security/claims.ts';
import { SESSION_SECONDS } from '../../server/auth/session-cookie.ts';
import { GRACE_DAYS as ENFORCED_GRACE_DAYS } from '../../server/plans/grace-period.ts';
import { planLimits, planName } from '../../server/plans/plan-limits.ts';
import { securityText } from '../../server/system/security-txt.ts';

const ROOT = new URL('../../', import.meta.url);
const source = (file: string): string => readFileSync(new URL(file, ROOT), 'utf8');

/** The file calls `it` or `describe`, or what `.each` answered, with a string that holds this title. */
function hasTest(file: string, title: string): boolean {
  const call = String.raw`(?:\b(?:it|test|describe)|\))\(\s*(?:'[^']*|"[^"]*|${'`'}[^${'`'}]*)`;
  return new RegExp(call + escaped(title)).test(source(file));
}

/** Text as a pattern that matches it alone. */
function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

describe('the page about security', () => {
  const claims = CLAIM_GROUPS.flatMap((group) => group.claims);

  it('says no claim twice and has some in every group', () => {
    expect(new Set(claims.map(({ text }) => text)).size).toBe(claims.length);
    for (const { title, claims: some } of CLAIM_GROUPS) expect(some.length, title).toBeGreaterThan(0);
  });

  it.each(claims.map(({ text, proof }) => [text, proof] as const))('is proved: %s', (_, { file, title }) => {
    expect(file).toMatch(/^tests\/.+\.(test|slow|e2e)\.tsx?$/);
    expect(existsSync(new URL(file, ROOT)), file).toBe(true);
    expect(hasTest(file, title), `${file}: ${title}`).toBe(true);
  });

  it('a title that no test has is found out, also where the words stand elsewhere in the file', () => {
    expect(hasTest('tests/server/auth/members.test.ts', 'pigs can fly')).toBe(false);
    expect(hasTest('tests/server/auth/members.test.ts', 'mia@example.com')).toBe(false);
  });

  it('has the part that security.txt leads to', () => {
    const text = securityText({ contact: undefined, baseUrl: 'http://127.0.0.1', now: new Date(0) });
    const [, id = ''] = /^Policy: \S+\/security#(\S+)$/m.exec(text) ?? [];
    expect(source('renderer/features/public/security/security-page.tsx')).toContain(`<Part id="${id}"`);
  });
});

describe('the page about plans', () => {
  it.each([SELF_HOSTED, ...BILLED_PLANS])('$slug: the numbers are those the server enforces', (plan) => {
    const limits = planLimits(plan.slug);
    expect(plan).toEqual({
      slug: plan.slug,
      name: planName(plan.slug),
      cameras: limits.maxCameras,
      nodes: limits.maxNodes,
      people: limits.maxSeats,
      viewerHours: limits.maxViewerHoursPerMonth,
      recordDays: limits.logRetentionDays,
      agentCalls: limits.mcp,
      sentinelRuns: limits.sentinelRunsPerMonth,
    });
  });

  it('names the days after a failed payment', () => {
    expect(GRACE_DAYS).toBe(ENFORCED_GRACE_DAYS);
  });

  it('says plainly what is not included and what has no limit', () => {
    const [free = SELF_HOSTED] = BILLED_PLANS;
    expect(Object.fromEntries(planLines(free))).toMatchObject({
      Cameras: '5',
      'AI agents': 'not included',
      'Sentinel AI': 'not included',
    });
    expect(Object.fromEntries(planLines(SELF_HOSTED))).toMatchObject({ 'Live viewing': 'without limit' });
  });
});

describe('the page about privacy', () => {
  it('names the length of a session', () => {
    expect(SESSION_DAYS * 24 * 3600).toBe(SESSION_SECONDS);
  });

  it('names how often watching is noted', () => {
    const [, ms = ''] = /const REPEAT_MS = ([\d_]+);/.exec(source('server/streaming/access-log.ts')) ?? [];
    expect(WATCHING_NOTE_MINUTES * 60_000).toBe(Number(ms.replaceAll('_', '')));
  });
});
