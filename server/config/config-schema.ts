import { z } from 'zod';

/** Text that must be there when given at all; blanks count as absent. */
const optionalText = z
  .string()
  .trim()
  .transform((text) => (text === '' ? undefined : text))
  .optional();

const whole = (fallback: number, min: number, max: number = Number.MAX_SAFE_INTEGER) =>
  z.coerce
    .number(`must be a whole number`)
    .int('must be a whole number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(fallback);

const decimal = (fallback: number, min: number, max: number) =>
  z.coerce
    .number('must be a number')
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`)
    .default(fallback);

const list = z
  .string()
  .default('')
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  );

const version = z
  .string()
  .trim()
  .regex(/^v?\d+\.\d+\.\d+/, 'must look like 1.2.3');

/** Every environment variable the server reads, with its default. `.env.example` lists the same names. */
export const environmentSchema = z.object({
  // Where and under which names
  PORT: whole(8000, 0, 65535),
  HOST: z.string().trim().min(1).default('0.0.0.0'),
  SENTINEL_DATA_DIR: optionalText,
  DATABASE_URL: optionalText,
  SENTINEL_ALLOWED_HOSTS: list,
  SENTINEL_MDNS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  TRUSTED_PROXIES: list,
  FRONTEND_URL: optionalText,
  CORS_ALLOWED_ORIGINS: list,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  // People
  SENTINEL_OWNER_EMAIL: optionalText,
  SENTINEL_OWNER_PASSWORD: optionalText,
  SENTINEL_ORGANIZATION_NAME: optionalText,
  CLERK_SECRET_KEY: optionalText,
  CLERK_PUBLISHABLE_KEY: optionalText,
  CLERK_JWT_KEY: optionalText,
  CLERK_API_URL: z.url('must be a URL').default('https://api.clerk.com'),
  // Plans
  SENTINEL_PLAN: optionalText,
  // Live video
  SEGMENT_CACHE_MAX_PER_CAMERA: whole(60, 2, 3600),
  SEGMENT_CACHE_MAX_TOTAL_BYTES: whole(2_147_483_648, 1),
  SEGMENT_PUSH_MAX_BYTES: whole(2_097_152, 1),
  PLAYLIST_PUSH_MAX_BYTES: whole(65_536, 1),
  CLEANUP_INTERVAL: whole(20, 1),
  // Nodes
  MIN_SUPPORTED_NODE_VERSION: version.default('0.1.0'),
  LATEST_NODE_VERSION: version.default('0.1.26'),
  RELEASE_CHECK: z.enum(['on', 'off'], 'must be on or off').default('on'),
  RELEASE_FEED_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .default('https://api.github.com/repos/SourceBox-LLC/Sentinel-CameraNode/releases/latest'),
  RELEASE_CACHE_REFRESH_INTERVAL_SECONDS: whole(600, 1, 86_400),
  OFFLINE_SWEEP_INTERVAL_SECONDS: whole(30, 1, 86_400),
  // Old data
  LOG_RETENTION_DAYS: whole(90, 1, 36_500),
  INACTIVE_CAMERA_CLEANUP_HOURS: whole(24, 1, 87_600),
  // Mail
  EMAIL_ENABLED: z
    .string()
    .trim()
    .transform((text) => text.toLowerCase() === 'true')
    .optional(),
  EMAIL_FROM_ADDRESS: optionalText,
  EMAIL_FROM_NAME: optionalText,
  RESEND_API_KEY: optionalText,
  RESEND_API_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .default('https://api.resend.com'),
  RESEND_WEBHOOK_SECRET: optionalText,
  SMTP_HOST: optionalText,
  SMTP_PORT: whole(587, 1, 65_535),
  SMTP_SECURITY: z.enum(['starttls', 'tls', 'none'], 'must be starttls, tls or none').default('starttls'),
  SMTP_USERNAME: optionalText,
  SMTP_PASSWORD: optionalText,
  EMAIL_WORKER_INTERVAL_SECONDS: whole(5, 1, 3600),
  EMAIL_WORKER_BATCH_SIZE: whole(20, 1, 1000),
  EMAIL_MAX_ATTEMPTS: whole(3, 1, 100),
  MOTION_DIGEST_INTERVAL_SECONDS: whole(60, 1, 86_400),
  // Messages of Clerk
  CLERK_WEBHOOK_SECRET: optionalText,
  ALLOW_UNSIGNED_WEBHOOKS: z
    .string()
    .trim()
    .transform((text) => text.toLowerCase() === 'true')
    .optional(),
  // Agent service of Sentinel AI
  SENTINEL_AGENT_KEY: optionalText,
  SENTINEL_AGENT_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http:// or https:// address' })
    .optional(),
  SENTINEL_AGENT_MCP_KEY: optionalText,
  SENTINEL_REAPER_INTERVAL_SECONDS: whole(300, 1, 86_400),
  // Storage warnings
  DISK_CRITICAL_THRESHOLD_PERCENT: decimal(95, 1, 100),
  DISK_CHECK_INTERVAL_SECONDS: whole(300, 1, 86_400),
  DISK_CRITICAL_REEMIT_INTERVAL_SECONDS: whole(21_600, 1),
  // Other services
  SENTINEL_METRICS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  REDIS_URL: z
    .string()
    .trim()
    .regex(/^rediss?:\/\/\S+$/, 'must be a redis:// or rediss:// address')
    .optional(),
  SENTRY_DSN: z
    .string()
    .trim()
    .regex(/^https?:\/\/[^\s@]+@[^\s/]+\/\S*\d$/, 'must be an address like https://key@host/1')
    .optional(),
  SENTRY_TRACES_SAMPLE_RATE: decimal(0.1, 0, 1),
  SENTRY_ENVIRONMENT: optionalText,
  SENTRY_RELEASE: optionalText,
});

export type Environment = z.infer<typeof environmentSchema>;
