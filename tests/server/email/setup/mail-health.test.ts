import { describe, expect, it } from 'vitest';
import type { MailConfig } from '../../../../server/config/config.ts';
import { emailOutbox } from '../../../../server/db/schema/notifications.ts';
import { mailHealth } from '../../../../server/email/setup/mail-health.ts';
import { HealthService } from '../../../../server/system/health-service.ts';
import { openMailPlane, type MailPlane } from '../mail-plane.ts';

const MAIL = '/api/settings/mail';

/** Health of a server whose mail worker last gave a sign of life at `lastTickMs`. */
function healthOf(plane: MailPlane, worker: { lastTickMs?: number }): HealthService {
  return new HealthService({
    version: '1.0.0',
    db: plane.db,
    clock: plane.clock,
    dataDir: plane.config.dataDir,
    diskCriticalPercent: 100,
    cacheStats: () => ({ playlists: 0, cameras: 0 }),
    pendingViewerSeconds: () => 0,
    subscribers: () => ({ subscriber_orgs: 0, subscriber_total: 0 }),
    loops: () => [],
    probeClerk: undefined,
    discovery: () => ({ status: 'disabled' }),
    mail: { state: () => mailHealth(plane), lastTickMs: () => worker.lastTickMs },
  });
}

describe('rest 99: resend', () => {
  it.each<[string, Partial<MailConfig>, object | undefined, string]>([
    ['nothing set', {}, undefined, 'disabled'],
    ['switched off by the environment', { enabled: false }, { enabled: true }, 'disabled'],
    [
      'a key, but nobody switched mail on',
      { resendKey: 're_1', fromAddress: 'a@b.c' },
      undefined,
      'disabled',
    ],
    ['on without a transport', { enabled: true }, undefined, 'unconfigured'],
    ['on without a sender', { enabled: true, resendKey: 're_1' }, undefined, 'unconfigured'],
    ['on by the environment', { enabled: true, resendKey: 're_1', fromAddress: 'a@b.c' }, undefined, 'ok'],
    ['on by the settings without a transport', {}, { enabled: true }, 'unconfigured'],
    [
      'on by the settings',
      {},
      { enabled: true, transport: 'smtp', smtp_host: 'h', from_address: 'a@b.c' },
      'ok',
    ],
  ])('%s', async (_, mail, entered, status) => {
    await using plane = await openMailPlane({ mail });
    if (entered !== undefined) {
      const wanted = mail.enabled === undefined ? entered : {};
      await plane.person('org_red').post(MAIL, wanted);
    }
    const { checks } = await healthOf(plane, { lastTickMs: plane.clock.monotonicMs() }).detailed();
    expect(checks['resend']).toEqual({ status, queue_depth: 0 });
    expect(checks['email_worker']?.status).toBe(status === 'disabled' ? 'disabled' : 'ok');
  });

  it('counts only waiting mails, and never degrades the whole', async () => {
    await using plane = await openMailPlane({ mail: { enabled: true } });
    const health = healthOf(plane, { lastTickMs: plane.clock.monotonicMs() });
    await plane.db.write(async (tx) => {
      for (const status of ['pending', 'pending', 'sending', 'sent', 'failed', 'suppressed']) {
        const row = { orgId: 'org_red', recipientEmail: 'mia@example.com', subject: 's', kind: 'motion' };
        tx.insert(emailOutbox)
          .values({ ...row, status, createdAt: plane.clock.now() })
          .run();
      }
    });
    const { checks, status } = await health.detailed();
    expect(checks['resend']).toEqual({ status: 'unconfigured', queue_depth: 2 });
    expect(['healthy', 'degraded']).toContain(status);
    expect((await health.ready(true)).ready).toBe(true);
  });
});

describe('rest 98: mail worker', () => {
  const on = { enabled: true, resendKey: 're_1', fromAddress: 'a@b.c' };

  it('has 30 s to begin, and is critical afterwards', async () => {
    await using plane = await openMailPlane({ mail: on });
    const health = healthOf(plane, {});
    plane.clock.advance(30_000);
    expect((await health.detailed()).checks['email_worker']).toEqual({
      status: 'ok',
      tick_age_seconds: null,
      note: 'starting',
    });
    plane.clock.advance(1);
    const late = await health.detailed();
    expect(late.checks['email_worker']).toMatchObject({
      status: 'critical',
      error_class: 'WorkerNeverTicked',
    });
    expect(late.status).toBe('unhealthy');
    expect((await health.ready(true)).ready).toBe(false);
  });

  it('is stale after 60 s without a sign of life', async () => {
    await using plane = await openMailPlane({ mail: on });
    const health = healthOf(plane, { lastTickMs: plane.clock.monotonicMs() });
    plane.clock.advance(60_000);
    expect((await health.detailed()).checks['email_worker']).toEqual({ status: 'ok', tick_age_seconds: 60 });
    plane.clock.advance(1);
    expect((await health.detailed()).checks['email_worker']).toMatchObject({
      status: 'critical',
      error_class: 'WorkerStale',
    });
    expect((await health.ready(true)).ready).toBe(false);
  });

  it('does not matter while mail is off', async () => {
    await using plane = await openMailPlane();
    const health = healthOf(plane, {});
    plane.clock.advance(3_600_000);
    expect((await health.detailed()).checks['email_worker']).toEqual({ status: 'disabled' });
    expect((await health.ready(true)).ready).toBe(true);
  });
});
