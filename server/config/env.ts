import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';
import { StartError } from '../start-error.ts';
import { productVersion } from '../version.ts';
import { environmentSchema, type Environment } from './config-schema.ts';
import type { ClerkConfig, Config, ErrorTrackingConfig, MailConfig, SentinelAgentConfig } from './config.ts';
import { defaultDataDirectory } from './data-directory.ts';
import { cleanBaseUrl } from './origins.ts';
import { serviceRecordFile } from './service-record.ts';

export interface LoadedConfig {
  readonly config: Config;
  /** Settings that were ignored, one sentence each, for the log. */
  readonly warnings: readonly string[];
}

/** Reads the process environment, with an `.env` file of the working directory beneath it. */
export function loadConfigFromProcess(): LoadedConfig {
  const file = resolve('.env');
  const fromFile = existsSync(file) ? parseEnv(readFileSync(file, 'utf8')) : {};
  return loadConfig({ ...fromFile, ...process.env });
}

/** Checks the environment. Throws StartError naming the first bad variable. */
export function loadConfig(variables: NodeJS.ProcessEnv): LoadedConfig {
  // An empty value means "not set": that is how people switch a line of .env off.
  const given = Object.fromEntries(
    Object.entries(variables).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
  const parsed = environmentSchema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StartError(
      `${String(issue?.path[0])} ${issue?.message}. Correct it in the environment or in .env.`,
      'bad-config',
    );
  }
  const warnings: string[] = [];
  const env = parsed.data;
  const dataDir = resolve(env.SENTINEL_DATA_DIR ?? defaultDataDirectory(process.platform, variables));
  const frontendUrl = baseUrlOrWarning('FRONTEND_URL', env.FRONTEND_URL, warnings);
  const config: Config = {
    version: productVersion(),
    port: env.PORT,
    host: env.HOST,
    dataDir,
    databaseFile: databaseFile(env.DATABASE_URL, dataDir),
    serviceRecord: serviceRecordFile(process.platform, variables),
    staticDir: builtFolder('static', 'index.html'),
    apiDocsDir: builtFolder('api-docs', 'swagger-ui-bundle.js'),
    allowedHosts: env.SENTINEL_ALLOWED_HOSTS.map((name) => name.toLowerCase().replace(/:\d+$/, '')),
    mdns: env.SENTINEL_MDNS === 'on',
    trustedProxies: env.TRUSTED_PROXIES.filter((text) => isAddress(text, warnings)),
    frontendUrl,
    corsOrigins: [
      ...(frontendUrl === undefined ? [] : [new URL(frontendUrl).origin]),
      ...env.CORS_ALLOWED_ORIGINS.flatMap((text) => {
        const url = baseUrlOrWarning('CORS_ALLOWED_ORIGINS', text, warnings);
        return url === undefined ? [] : [new URL(url).origin];
      }),
    ],
    logLevel: env.LOG_LEVEL,
    owner: ownerOf(env),
    clerk: clerkOf(env),
    localPlan: env.SENTINEL_PLAN ?? 'self_hosted',
    segments: {
      maxPerCamera: env.SEGMENT_CACHE_MAX_PER_CAMERA,
      maxTotalBytes: env.SEGMENT_CACHE_MAX_TOTAL_BYTES,
      pushMaxBytes: env.SEGMENT_PUSH_MAX_BYTES,
      playlistMaxBytes: env.PLAYLIST_PUSH_MAX_BYTES,
      cleanupInterval: env.CLEANUP_INTERVAL,
    },
    nodeVersions: { minSupported: env.MIN_SUPPORTED_NODE_VERSION, latest: env.LATEST_NODE_VERSION },
    releases: releasesOf(env),
    diskCriticalPercent: env.DISK_CRITICAL_THRESHOLD_PERCENT,
    mail: mailOf(env),
    webhooks: {
      clerkSecret: env.CLERK_WEBHOOK_SECRET,
      resendSecret: env.RESEND_WEBHOOK_SECRET,
      allowUnsigned: env.ALLOW_UNSIGNED_WEBHOOKS ?? false,
    },
    sentinel: sentinelOf(env, warnings),
    redisUrl: env.REDIS_URL,
    metrics: env.SENTINEL_METRICS === 'on',
    errorTracking: errorTrackingOf(env),
    upkeep: {
      offlineSweepMs: env.OFFLINE_SWEEP_INTERVAL_SECONDS * 1000,
      logRetentionDays: env.LOG_RETENTION_DAYS,
      inactiveCameraMs: env.INACTIVE_CAMERA_CLEANUP_HOURS * 3_600_000,
      diskCheckMs: env.DISK_CHECK_INTERVAL_SECONDS * 1000,
      diskRepeatMs: env.DISK_CRITICAL_REEMIT_INTERVAL_SECONDS * 1000,
    },
  };
  return { config, warnings };
}

function baseUrlOrWarning(name: string, text: string | undefined, warnings: string[]): string | undefined {
  if (text === undefined) return undefined;
  const url = cleanBaseUrl(text);
  if (url === undefined)
    warnings.push(`${name} is ignored: "${text}" is not one http:// or https:// address.`);
  return url;
}

/** `sqlite:` addresses: three slashes are relative to the working directory, four are absolute. */
function databaseFile(url: string | undefined, dataDir: string): string {
  if (url === undefined) return join(dataDir, 'sentinel.db');
  if (!url.startsWith('sqlite:')) {
    throw new StartError(
      'DATABASE_URL must start with "sqlite:"; other databases are not supported yet.',
      'bad-config',
    );
  }
  const path = url.slice('sqlite:'.length).replace(/^\/\/\//, '');
  if (path === '') throw new StartError('DATABASE_URL names no file.', 'bad-config');
  return isAbsolute(path) ? path : resolve(path);
}

function isAddress(text: string, warnings: string[]): boolean {
  if (isIP(text) !== 0) return true;
  warnings.push(`TRUSTED_PROXIES: "${text}" is ignored, because it is not one IP address.`);
  return false;
}

function ownerOf(env: Environment): Config['owner'] {
  const { SENTINEL_OWNER_EMAIL: email, SENTINEL_OWNER_PASSWORD: password } = env;
  if (email === undefined && password === undefined) return undefined;
  if (email === undefined || password === undefined) {
    const missing = email === undefined ? 'SENTINEL_OWNER_EMAIL' : 'SENTINEL_OWNER_PASSWORD';
    throw new StartError(`${missing} is missing: set both owner variables or neither.`, 'bad-config');
  }
  if (password.length < 10)
    throw new StartError('SENTINEL_OWNER_PASSWORD must have at least 10 characters.', 'bad-config');
  return { email: email.toLowerCase(), password, organization: env.SENTINEL_ORGANIZATION_NAME ?? 'My place' };
}

function releasesOf(env: Environment): Config['releases'] {
  if (env.RELEASE_CHECK === 'off') return undefined;
  return { feedUrl: env.RELEASE_FEED_URL, refreshMs: env.RELEASE_CACHE_REFRESH_INTERVAL_SECONDS * 1000 };
}

function clerkOf(env: Environment): ClerkConfig | undefined {
  if (env.CLERK_SECRET_KEY === undefined && env.CLERK_PUBLISHABLE_KEY === undefined) return undefined;
  return {
    secretKey: env.CLERK_SECRET_KEY,
    publishableKey: env.CLERK_PUBLISHABLE_KEY,
    // A PEM on one line of an .env file has its line ends written out.
    jwtKey: env.CLERK_JWT_KEY?.replaceAll('\\n', '\n'),
    apiUrl: env.CLERK_API_URL,
  };
}

function mailOf(env: Environment): MailConfig {
  return {
    enabled: env.EMAIL_ENABLED,
    fromAddress: env.EMAIL_FROM_ADDRESS,
    fromName: env.EMAIL_FROM_NAME,
    resendApiUrl: env.RESEND_API_URL.replace(/\/+$/, ''),
    resendKey: env.RESEND_API_KEY,
    smtp:
      env.SMTP_HOST === undefined
        ? undefined
        : {
            host: env.SMTP_HOST,
            port: env.SMTP_PORT,
            security: env.SMTP_SECURITY,
            username: env.SMTP_USERNAME,
            password: env.SMTP_PASSWORD,
          },
    workerEveryMs: env.EMAIL_WORKER_INTERVAL_SECONDS * 1000,
    batchSize: env.EMAIL_WORKER_BATCH_SIZE,
    maxAttempts: env.EMAIL_MAX_ATTEMPTS,
    digestEveryMs: env.MOTION_DIGEST_INTERVAL_SECONDS * 1000,
  };
}

function sentinelOf(env: Environment, warnings: string[]): SentinelAgentConfig {
  const { SENTINEL_AGENT_KEY: agentKey, SENTINEL_AGENT_WEBHOOK_URL: url } = env;
  if (url !== undefined && agentKey === undefined) {
    warnings.push(
      'SENTINEL_AGENT_WEBHOOK_URL is ignored: without SENTINEL_AGENT_KEY nothing could be signed for it.',
    );
  }
  return {
    agentKey,
    wakeUpUrl: agentKey === undefined ? undefined : url,
    agentMcpKey: env.SENTINEL_AGENT_MCP_KEY,
    reaperEveryMs: env.SENTINEL_REAPER_INTERVAL_SECONDS * 1000,
  };
}

function errorTrackingOf(env: Environment): ErrorTrackingConfig | undefined {
  if (env.SENTRY_DSN === undefined) return undefined;
  return {
    dsn: env.SENTRY_DSN,
    tracesSampleRate: env.SENTRY_TRACES_SAMPLE_RATE,
    environment: env.SENTRY_ENVIRONMENT ?? 'production',
    release: env.SENTRY_RELEASE ?? productVersion(),
  };
}

/** A folder of the build: beside the built server, or under dist/ when running from source. */
function builtFolder(name: string, expected: string): string | undefined {
  const candidates = [`../../${name}`, `../../dist/${name}`].map((path) =>
    fileURLToPath(new URL(path, import.meta.url)),
  );
  return candidates.find((folder) => existsSync(join(folder, expected)));
}
