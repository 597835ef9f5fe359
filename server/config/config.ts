/** Settings of one server process, checked and complete. Built only by `config/env.ts` (tests build their own). */
export interface Config {
  readonly version: string;
  readonly port: number;
  readonly host: string;
  /** Absolute folder that holds the database, secrets, logs and backups. */
  readonly dataDir: string;
  readonly databaseFile: string;
  /** Says which data a service of this computer serves; missing where none is registered. */
  readonly serviceRecord: string;
  /** Folder of the built dashboard, or undefined when there is none. */
  readonly staticDir: string | undefined;
  /** Folder of the two API document readers, or undefined before the first build. */
  readonly apiDocsDir: string | undefined;
  /** Extra names under which browsers may reach this server, lower-case, without port. */
  readonly allowedHosts: readonly string[];
  /** Whether this server announces itself in the local network. */
  readonly mdns: boolean;
  /** Addresses whose `X-Forwarded-*` headers count. */
  readonly trustedProxies: readonly string[];
  /** Base of links sent to people, no trailing slash. */
  readonly frontendUrl: string | undefined;
  /** Foreign origins that may call the API from a browser. */
  readonly corsOrigins: readonly string[];
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Owner created at first start without the setup page. */
  readonly owner:
    | { readonly email: string; readonly password: string; readonly organization: string }
    | undefined;
  readonly clerk: ClerkConfig | undefined;
  /** Plan of a local installation. */
  readonly localPlan: string;
  readonly segments: {
    readonly maxPerCamera: number;
    readonly maxTotalBytes: number;
    readonly pushMaxBytes: number;
    readonly playlistMaxBytes: number;
    /** Playlist pushes of one camera between two sweeps. */
    readonly cleanupInterval: number;
  };
  readonly nodeVersions: { readonly minSupported: string; readonly latest: string };
  /** Where newer node programs are announced; undefined when nobody is to be asked. */
  readonly releases: { readonly feedUrl: string; readonly refreshMs: number } | undefined;
  readonly diskCriticalPercent: number;
  readonly upkeep: {
    readonly offlineSweepMs: number;
    /** For organisations whose plan does not say how long logs are kept. */
    readonly logRetentionDays: number;
    /** Silence after which a camera's cached video is freed. */
    readonly inactiveCameraMs: number;
    readonly diskCheckMs: number;
    /** Least time between two log lines about the same full disk. */
    readonly diskRepeatMs: number;
  };
  readonly mail: MailConfig;
  readonly webhooks: {
    /** `whsec_…`; undefined when none is set, which refuses every message. */
    readonly clerkSecret: string | undefined;
    readonly resendSecret: string | undefined;
    /** For trying things out: unsigned messages of Clerk from this machine itself count too. */
    readonly allowUnsigned: boolean;
  };
  readonly sentinel: SentinelAgentConfig;
  /** Where several servers count rate limits together. */
  readonly redisUrl: string | undefined;
  /** Whether `/metrics` answers. */
  readonly metrics: boolean;
  readonly errorTracking: ErrorTrackingConfig | undefined;
}

/** Mail as the environment sets it. What is set here wins over what administrators enter. */
export interface MailConfig {
  /** Undefined leaves the switch to the settings. */
  readonly enabled: boolean | undefined;
  readonly fromAddress: string | undefined;
  readonly fromName: string | undefined;
  readonly resendApiUrl: string;
  readonly resendKey: string | undefined;
  readonly smtp: SmtpServer | undefined;
  readonly workerEveryMs: number;
  readonly batchSize: number;
  readonly maxAttempts: number;
  readonly digestEveryMs: number;
}

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly username: string | undefined;
  readonly password: string | undefined;
}

/** The agent service that works on runs of Sentinel AI, and how often stranded runs are looked for. */
export interface SentinelAgentConfig {
  /** What the service shows of itself, and what wake-ups are signed with; undefined when there is no such service. */
  readonly agentKey: string | undefined;
  /** Called when a run waits; undefined leaves the service to ask by itself. */
  readonly wakeUpUrl: string | undefined;
  /** With it the service uses the tools of every organization; undefined closes that way. */
  readonly agentMcpKey: string | undefined;
  readonly reaperEveryMs: number;
}

export interface ErrorTrackingConfig {
  /** Address of the tracker, with its key. */
  readonly dsn: string;
  /** Share of requests that are timed, 0 to 1. */
  readonly tracesSampleRate: number;
  readonly environment: string;
  readonly release: string;
}

export interface ClerkConfig {
  /** With one of the two keys missing, everything that needs a person answers 503. */
  readonly secretKey: string | undefined;
  readonly publishableKey: string | undefined;
  /** PEM public key for checking sessions without a network call. */
  readonly jwtKey: string | undefined;
  readonly apiUrl: string;
}
