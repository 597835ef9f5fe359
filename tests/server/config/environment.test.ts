import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { environmentSchema } from '../../../server/config/config-schema.ts';
import { defaultDataDirectory } from '../../../server/config/data-directory.ts';
import type { Config } from '../../../server/config/config.ts';
import { loadConfig } from '../../../server/config/env.ts';

const load = (variables: Record<string, string> = {}): Config =>
  loadConfig({ SENTINEL_DATA_DIR: '/data', ...variables }).config;

function refusalOf(variables: Record<string, string>): { message: string; code: string } {
  try {
    load(variables);
  } catch (error) {
    return error as { message: string; code: string };
  }
  throw new Error('nothing was refused');
}

describe('variables and their defaults', () => {
  it.each<[string, (config: Config) => unknown, unknown]>([
    ['PORT', (c) => c.port, 8000],
    ['HOST', (c) => c.host, '0.0.0.0'],
    ['DATABASE_URL', (c) => c.databaseFile, '/data/sentinel.db'],
    ['SENTINEL_ALLOWED_HOSTS', (c) => c.allowedHosts, []],
    ['SENTINEL_MDNS', (c) => c.mdns, true],
    ['TRUSTED_PROXIES', (c) => c.trustedProxies, []],
    ['FRONTEND_URL', (c) => c.frontendUrl, undefined],
    ['CORS_ALLOWED_ORIGINS', (c) => c.corsOrigins, []],
    ['LOG_LEVEL', (c) => c.logLevel, 'info'],
    ['SENTINEL_OWNER_EMAIL', (c) => c.owner, undefined],
    ['CLERK_SECRET_KEY', (c) => c.clerk, undefined],
    ['SENTINEL_PLAN', (c) => c.localPlan, 'self_hosted'],
    ['SEGMENT_CACHE_MAX_PER_CAMERA', (c) => c.segments.maxPerCamera, 60],
    ['SEGMENT_CACHE_MAX_TOTAL_BYTES', (c) => c.segments.maxTotalBytes, 2_147_483_648],
    ['SEGMENT_PUSH_MAX_BYTES', (c) => c.segments.pushMaxBytes, 2_097_152],
    ['PLAYLIST_PUSH_MAX_BYTES', (c) => c.segments.playlistMaxBytes, 65_536],
    ['CLEANUP_INTERVAL', (c) => c.segments.cleanupInterval, 20],
    ['MIN_SUPPORTED_NODE_VERSION', (c) => c.nodeVersions.minSupported, '0.1.0'],
    ['LATEST_NODE_VERSION', (c) => c.nodeVersions.latest, '0.1.26'],
    ['DISK_CRITICAL_THRESHOLD_PERCENT', (c) => c.diskCriticalPercent, 95],
    [
      'SENTINEL_AGENT_KEY',
      (c) => c.sentinel,
      { agentKey: undefined, wakeUpUrl: undefined, agentMcpKey: undefined, reaperEveryMs: 300_000 },
    ],
    ['REDIS_URL', (c) => c.redisUrl, undefined],
    ['SENTRY_DSN', (c) => c.errorTracking, undefined],
  ])('%s', (_, read, value) => {
    expect(read(load())).toEqual(value);
  });

  it.each<[string, string, (config: Config) => unknown, unknown]>([
    ['PORT', '0', (c) => c.port, 0],
    ['PORT', ' 9000 ', (c) => c.port, 9000],
    ['DATABASE_URL', 'sqlite:////srv/sentinel/x.db', (c) => c.databaseFile, '/srv/sentinel/x.db'],
    ['DATABASE_URL', 'sqlite:///./x.db', (c) => c.databaseFile, resolve('x.db')],
    [
      'SENTINEL_ALLOWED_HOSTS',
      ' Cameras.LAN , b.example,',
      (c) => c.allowedHosts,
      ['cameras.lan', 'b.example'],
    ],
    ['TRUSTED_PROXIES', '10.0.0.1, ::1', (c) => c.trustedProxies, ['10.0.0.1', '::1']],
    ['SENTINEL_PLAN', 'pro', (c) => c.localPlan, 'pro'],
    ['SEGMENT_PUSH_MAX_BYTES', '16777216', (c) => c.segments.pushMaxBytes, 16_777_216],
    ['DISK_CRITICAL_THRESHOLD_PERCENT', '90.5', (c) => c.diskCriticalPercent, 90.5],
    ['LOG_LEVEL', 'debug', (c) => c.logLevel, 'debug'],
    ['REDIS_URL', ' rediss://u:p@redis.lan:6380/2 ', (c) => c.redisUrl, 'rediss://u:p@redis.lan:6380/2'],
    [
      'SENTRY_DSN',
      'http://key@127.0.0.1:9000/7',
      (c) => ({ ...c.errorTracking, release: '' }),
      { dsn: 'http://key@127.0.0.1:9000/7', tracesSampleRate: 0.1, environment: 'production', release: '' },
    ],
    ['RELEASE_CHECK', 'off', (c) => c.releases, undefined],
    ['SENTINEL_MDNS', 'off', (c) => c.mdns, false],
    [
      'RELEASE_FEED_URL',
      'http://127.0.0.1:9/latest',
      (c) => c.releases,
      { feedUrl: 'http://127.0.0.1:9/latest', refreshMs: 600_000 },
    ],
    ['OFFLINE_SWEEP_INTERVAL_SECONDS', '5', (c) => c.upkeep.offlineSweepMs, 5000],
    ['SENTINEL_AGENT_MCP_KEY', ' k ', (c) => c.sentinel.agentMcpKey, 'k'],
    ['SENTINEL_REAPER_INTERVAL_SECONDS', '5', (c) => c.sentinel.reaperEveryMs, 5000],
    ['LOG_RETENTION_DAYS', '7', (c) => c.upkeep.logRetentionDays, 7],
    ['INACTIVE_CAMERA_CLEANUP_HOURS', '2', (c) => c.upkeep.inactiveCameraMs, 7_200_000],
    ['DISK_CHECK_INTERVAL_SECONDS', '60', (c) => c.upkeep.diskCheckMs, 60_000],
    ['DISK_CRITICAL_REEMIT_INTERVAL_SECONDS', '3600', (c) => c.upkeep.diskRepeatMs, 3_600_000],
  ])('%s=%s', (name, text, read, value) => {
    expect(read(load({ [name]: text }))).toEqual(value);
  });

  it('an empty or blank value means not set', () => {
    for (const name of Object.keys(environmentSchema.shape).filter((one) => one !== 'SENTINEL_DATA_DIR'))
      for (const blank of ['', '  ']) expect(load({ [name]: blank })).toEqual(load());
  });

  it('the data directory is absolute; by default the one of the operating system', () => {
    expect(loadConfig({ SENTINEL_DATA_DIR: 'here' }).config.dataDir).toBe(resolve('here'));
    expect(defaultDataDirectory('linux', { XDG_CONFIG_HOME: '/cfg' })).toBe('/cfg/sentinel-command-center');
    expect(defaultDataDirectory('linux', {})).toBe(join(homedir(), '.config', 'sentinel-command-center'));
    expect(defaultDataDirectory('win32', { APPDATA: '/roaming' })).toBe(
      join('/roaming', 'sentinel-command-center'),
    );
    expect(defaultDataDirectory('darwin', {})).toContain(join('Library', 'Application Support'));
  });
});

describe('bad values stop the start and name the variable', () => {
  const numbers = Object.entries(environmentSchema.shape).filter(
    ([, type]) => !type.safeParse('word').success && type.safeParse('50').success,
  );

  it('knows the numeric variables', () => {
    expect(numbers.map(([name]) => name).toSorted()).toEqual([
      'CLEANUP_INTERVAL',
      'DISK_CHECK_INTERVAL_SECONDS',
      'DISK_CRITICAL_REEMIT_INTERVAL_SECONDS',
      'DISK_CRITICAL_THRESHOLD_PERCENT',
      'EMAIL_MAX_ATTEMPTS',
      'EMAIL_WORKER_BATCH_SIZE',
      'EMAIL_WORKER_INTERVAL_SECONDS',
      'INACTIVE_CAMERA_CLEANUP_HOURS',
      'LOG_RETENTION_DAYS',
      'MOTION_DIGEST_INTERVAL_SECONDS',
      'OFFLINE_SWEEP_INTERVAL_SECONDS',
      'PLAYLIST_PUSH_MAX_BYTES',
      'PORT',
      'RELEASE_CACHE_REFRESH_INTERVAL_SECONDS',
      'SEGMENT_CACHE_MAX_PER_CAMERA',
      'SEGMENT_CACHE_MAX_TOTAL_BYTES',
      'SEGMENT_PUSH_MAX_BYTES',
      'SENTINEL_REAPER_INTERVAL_SECONDS',
      'SMTP_PORT',
    ]);
  });

  it.each(numbers.map(([name]) => name))('%s takes numbers only', (name) => {
    for (const text of ['word', '1e', '5 MB', 'NaN', 'Infinity', '-1', '0x', '1,5']) {
      const { message, code } = refusalOf({ [name]: text });
      expect([code, message]).toEqual([
        'bad-config',
        expect.stringMatching(new RegExp(`^${name} must be .*\\.env\\.$`)),
      ]);
      expect(message).not.toContain('\n');
    }
  });

  it.each<[string, Record<string, string>]>([
    ['PORT', { PORT: '65536' }],
    ['PORT', { PORT: '80.5' }],
    ['LOG_LEVEL', { LOG_LEVEL: 'verbose' }],
    ['CLERK_API_URL', { CLERK_API_URL: 'not a url' }],
    ['SENTINEL_AGENT_WEBHOOK_URL', { SENTINEL_AGENT_WEBHOOK_URL: 'file:///etc/passwd' }],
    ['RELEASE_CHECK', { RELEASE_CHECK: 'maybe' }],
    ['SENTINEL_MDNS', { SENTINEL_MDNS: 'yes' }],
    ['RELEASE_FEED_URL', { RELEASE_FEED_URL: 'file:///etc/passwd' }],
    ['MIN_SUPPORTED_NODE_VERSION', { MIN_SUPPORTED_NODE_VERSION: 'new' }],
    ['DISK_CRITICAL_THRESHOLD_PERCENT', { DISK_CRITICAL_THRESHOLD_PERCENT: '101' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://localhost/sentinel' }],
    ['DATABASE_URL', { DATABASE_URL: 'sqlite:' }],
    ['SENTINEL_OWNER_PASSWORD', { SENTINEL_OWNER_EMAIL: 'a@example.com' }],
    ['SENTINEL_OWNER_EMAIL', { SENTINEL_OWNER_PASSWORD: 'long enough now' }],
    ['SENTINEL_OWNER_PASSWORD', { SENTINEL_OWNER_EMAIL: 'a@example.com', SENTINEL_OWNER_PASSWORD: 'short' }],
  ])('%s in %j', (name, variables) => {
    const { message, code } = refusalOf(variables);
    expect([code, message.startsWith(name)]).toEqual(['bad-config', true]);
  });

  it('never repeats a secret', () => {
    const { message } = refusalOf({
      SENTINEL_OWNER_EMAIL: 'a@example.com',
      SENTINEL_OWNER_PASSWORD: 'hunter2',
    });
    expect(message).not.toContain('hunter2');
  });
});

describe('rest 92: addresses of pages', () => {
  it.each([
    ['https://cameras.example', 'https://cameras.example'],
    ['https://cameras.example/', 'https://cameras.example'],
    ['  http://10.0.0.5:8000//  ', 'http://10.0.0.5:8000'],
    ['https://cameras.example/sentinel/', 'https://cameras.example/sentinel'],
  ])('FRONTEND_URL %j is %s', (text, url) => {
    const { config, warnings } = loadConfig({ FRONTEND_URL: text });
    expect([config.frontendUrl, config.corsOrigins, warnings]).toEqual([url, [new URL(url).origin], []]);
  });

  it.each([
    'cameras.example',
    'ftp://cameras.example',
    'javascript:alert(1)',
    'https://a.example https://b.example',
    'https://a.example,https://b.example',
    'https://',
    '*',
    'null',
  ])('FRONTEND_URL %j is ignored with a warning', (text) => {
    const { config, warnings } = loadConfig({ FRONTEND_URL: text });
    expect([config.frontendUrl, config.corsOrigins]).toEqual([undefined, []]);
    expect(warnings).toEqual([expect.stringMatching(/^FRONTEND_URL is ignored/)]);
  });

  it('CORS_ALLOWED_ORIGINS is a list; bad items are left out with a warning each', () => {
    const { config, warnings } = loadConfig({
      CORS_ALLOWED_ORIGINS: 'https://a.example/, b.example, *, http://c.example:81',
    });
    expect(config.corsOrigins).toEqual(['https://a.example', 'http://c.example:81']);
    expect(warnings).toHaveLength(2);
  });

  it('an allowed origin is an origin: a path behind it does not hide it', () => {
    const { config } = loadConfig({
      CORS_ALLOWED_ORIGINS: 'https://a.example/dashboard',
      FRONTEND_URL: 'https://B.example:443/x',
    });
    expect(config.corsOrigins).toEqual(['https://b.example', 'https://a.example']);
  });
});

describe('who signs people in', () => {
  it('Clerk as soon as one of its keys is there', () => {
    const one = load({ CLERK_SECRET_KEY: 'sk_test_x' }).clerk;
    expect(one).toMatchObject({ secretKey: 'sk_test_x', publishableKey: undefined });
    const both = load({ CLERK_SECRET_KEY: 'sk_test_x', CLERK_PUBLISHABLE_KEY: 'pk_test_x' }).clerk;
    expect(both).toEqual({
      secretKey: 'sk_test_x',
      publishableKey: 'pk_test_x',
      jwtKey: undefined,
      apiUrl: 'https://api.clerk.com',
    });
  });

  it('an owner may be given with the start', () => {
    const owner = load({
      SENTINEL_OWNER_EMAIL: 'Olga@Example.com',
      SENTINEL_OWNER_PASSWORD: 'long enough now',
    }).owner;
    expect(owner).toMatchObject({ email: 'olga@example.com', password: 'long enough now' });
    expect(owner?.organization).not.toBe('');
  });
});

describe('other services', () => {
  it.each([
    ['REDIS_URL', 'localhost:6379'],
    ['REDIS_URL', 'http://localhost'],
    ['SENTRY_DSN', 'https://host/1'],
    ['SENTRY_DSN', 'yes'],
    ['SENTRY_TRACES_SAMPLE_RATE', '1.5'],
    ['SENTRY_TRACES_SAMPLE_RATE', 'often'],
  ])('%s=%s stops the start and is named', (name, value) => {
    expect(refusalOf({ [name]: value })).toMatchObject({
      code: 'bad-config',
      message: expect.stringContaining(name),
    });
  });

  it('an agent service is not woken without a key to sign with', () => {
    const url = 'http://127.0.0.1:9/wake';
    const without = loadConfig({ SENTINEL_AGENT_WEBHOOK_URL: url });
    expect(without.config.sentinel.wakeUpUrl).toBeUndefined();
    expect(without.warnings).toEqual([expect.stringMatching(/^SENTINEL_AGENT_WEBHOOK_URL is ignored/)]);
    const { config, warnings } = loadConfig({ SENTINEL_AGENT_WEBHOOK_URL: url, SENTINEL_AGENT_KEY: 'k' });
    expect([config.sentinel.wakeUpUrl, warnings]).toEqual([url, []]);
  });

  it('names, release and share of error reports can be set', () => {
    const variables = {
      SENTRY_DSN: 'https://key@sentry.example/7',
      SENTRY_TRACES_SAMPLE_RATE: '0',
      SENTRY_ENVIRONMENT: 'shop',
      SENTRY_RELEASE: '7.1',
    };
    expect(load(variables).errorTracking).toEqual({
      dsn: 'https://key@sentry.example/7',
      tracesSampleRate: 0,
      environment: 'shop',
      release: '7.1',
    });
  });
});
