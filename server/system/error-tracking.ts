import type { LogFn, Logger } from 'pino';
import type { ErrorTrackingConfig } from '../config/config.ts';
import { scrub } from './error-scrub.ts';

/** Longest wait for reports under way when the server stops, ms. */
const FLUSH_MS = 1_000;
/** Paths of live video: many a second, of no interest as timings. */
const VIDEO_PATH = /\/(push-segment|playlist|stream\.m3u8|segment\/)/;

/** Sends unexpected errors to the operator's own tracker. Without one everything here does nothing. */
export interface ErrorTracking {
  report(error: unknown): void;
  /** Sends what is under way, for at most a second. */
  close(): Promise<void>;
}

const OFF: ErrorTracking = { report: () => undefined, close: async () => undefined };

/**
 * Starts error tracking when an address is configured; else nothing is even loaded. Must run before the server listens,
 * so that requests are known to the reports.
 */
export async function startErrorTracking(config: ErrorTrackingConfig | undefined): Promise<ErrorTracking> {
  if (config === undefined) return OFF;
  const sentry = await import('@sentry/node');
  // A second server of this process replaces the first one's tracker; the library has one for all.
  if (sentry.isInitialized()) await sentry.close(FLUSH_MS);
  sentry.init({
    dsn: config.dsn,
    environment: config.environment,
    release: config.release,
    // A sampler and not a rate: else the caller's own headers would decide what is timed.
    tracesSampler: () => config.tracesSampleRate,
    traceLifecycle: 'static',
    tracePropagationTargets: [],
    includeServerName: false,
    sendClientReports: false,
    maxBreadcrumbs: 0,
    enableRuntimeChannelInjection: false,
    defaultIntegrations: [
      sentry.linkedErrorsIntegration(),
      sentry.requestDataIntegration(),
      sentry.httpServerIntegration({ sessions: false, maxRequestBodySize: 'none' }),
      sentry.httpServerSpansIntegration({ ignoreIncomingRequests: (path) => VIDEO_PATH.test(path) }),
      sentry.onUncaughtExceptionIntegration(),
    ],
    dataCollection: {
      userInfo: false,
      cookies: false,
      httpBodies: [],
      urlQueryParams: false,
      databaseQueryData: false,
      stackFrameVariables: false,
    },
    beforeSend: (event) => scrub(event),
    beforeSendTransaction: (event) => scrub(event),
  });
  return {
    report: (error) => void sentry.captureException(error),
    close: async () => void (await sentry.close(FLUSH_MS)),
  };
}

/** A logger that also reports the errors it logs at level `error`: these are the ones nobody expected. */
export function trackErrors(log: Logger, tracking: ErrorTracking): Logger {
  if (tracking === OFF) return log;
  const tracked = log.child({});
  const plain: LogFn = tracked.error;
  const error = (...line: unknown[]): void => {
    const cause = errorOf(line[0]);
    if (cause !== undefined) tracking.report(cause);
    Reflect.apply(plain, tracked, line);
  };
  tracked.error = error;
  return tracked;
}

function errorOf(first: unknown): Error | undefined {
  const cause = typeof first === 'object' && first !== null && 'err' in first ? first.err : first;
  return cause instanceof Error ? cause : undefined;
}
