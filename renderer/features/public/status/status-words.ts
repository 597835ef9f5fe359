import { plural, t } from '@lingui/core/macro';
import type { ChipTone } from '../../../components/chip.tsx';
import { formats } from '../../../hooks/format.ts';

/** One part of the server as `/api/health/detailed` tells of it. */
export interface Check {
  readonly status: string;
  readonly [figure: string]: unknown;
}

export interface PartWords {
  readonly name: string;
  readonly title: string;
  /** What this part is good for, in one sentence. */
  readonly meaning: string;
  readonly tone: ChipTone;
  readonly state: string;
  /** What is wrong and what to do; `null` when there is nothing to do. */
  readonly advice: string | null;
}

interface Part {
  readonly title: string;
  readonly meaning: string;
  /** By status; what is not listed needs nothing done. */
  readonly advice: Readonly<Record<string, string>>;
}

const PARTS: Readonly<Record<string, Part>> = {
  database: {
    title: t`Settings and records`,
    meaning: t`Keeps accounts, settings, incidents and logs.`,
    advice: {
      critical: t`Changes cannot be saved now; live video goes on. Make room on the disk of the server and look at its terminal for the reason.`,
    },
  },
  disk: {
    title: t`Disk of the server`,
    meaning: t`Room for records, incidents and backups. Recordings are kept on the camera computers.`,
    advice: {
      warn: t`It is filling up. Move old backups elsewhere or delete what nobody needs.`,
      critical: t`It is almost full, and soon nothing can be saved. Make room now: old backups first.`,
    },
  },
  hls_cache: {
    title: t`Live video`,
    meaning: t`Takes the pictures of every camera and hands them to whoever watches.`,
    advice: {},
  },
  sse: {
    title: t`Live news`,
    meaning: t`Tells open pages at once when something happens.`,
    advice: {},
  },
  discovery: {
    title: t`Found by name`,
    meaning: t`Makes this server known in the local network, so that devices find it by its name.`,
    advice: {
      warn: t`The name could not be announced. Opening the server by its address works as before; this is tried again every minute.`,
    },
  },
  viewer_usage: {
    title: t`Viewing hours`,
    meaning: t`Counts how much live video was watched.`,
    advice: { warn: t`Counts wait to be saved. Video goes on; the counter may lag behind for a while.` },
  },
  clerk: {
    title: t`Sign-in service`,
    meaning: t`Only for installations whose accounts are kept by Clerk.`,
    advice: {
      critical: t`The sign-in service does not answer, so signing in may fail. Check the internet connection of the server and wait a few minutes.`,
    },
  },
  email_worker: {
    title: t`Sending mail`,
    meaning: t`Brings notifications to your mailbox.`,
    advice: { critical: t`Mails wait and do not leave. Restart the server; nothing is lost.` },
  },
  resend: {
    title: t`Mail provider`,
    meaning: t`Carries the mail from here to your mailbox.`,
    advice: {
      unconfigured: t`Mail is wanted, but there is no way for it yet. An administrator sets it up under Settings, Mail.`,
    },
  },
};

const ORDER = Object.keys(PARTS);

const STATES: Readonly<Record<string, { readonly tone: ChipTone; readonly text: string }>> = {
  ok: { tone: 'live', text: t`Works` },
  warn: { tone: 'warn', text: t`Needs attention` },
  critical: { tone: 'bad', text: t`Does not work` },
  disabled: { tone: 'idle', text: t`Switched off` },
  unconfigured: { tone: 'idle', text: t`Not in use` },
};

/** A part this page does not know by name, because the server is newer. */
function unknownPart(name: string): Part {
  const plain = name.replaceAll('_', ' ');
  return {
    title: plain.slice(0, 1).toUpperCase() + plain.slice(1),
    meaning: t`A part of the server this page does not know yet.`,
    advice: {},
  };
}

/** What to say about one part. */
export function partWords(name: string, check: Check): PartWords {
  const part = PARTS[name] ?? unknownPart(name);
  const { tone, text } = STATES[check.status] ?? { tone: 'idle', text: check.status };
  const percent = check['percent_used'];
  const waiting = check['queue_depth'];
  const figures = [
    ...(typeof percent === 'number' ? [t`${formats.percent(percent)} used.`] : []),
    ...(typeof waiting === 'number' && waiting > 0 ? [t`${formats.count(waiting)} waiting.`] : []),
  ];
  return {
    name,
    title: part.title,
    meaning: [part.meaning, ...figures].join(' '),
    tone,
    state: text,
    advice: part.advice[check.status] ?? null,
  };
}

/** All parts, the known ones in the order people care about, then new ones. */
export function allParts(checks: Readonly<Record<string, Check>>): readonly PartWords[] {
  const rank = (name: string) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return Object.entries(checks)
    .toSorted(([a], [b]) => rank(a) - rank(b))
    .map(([name, check]) => partWords(name, check));
}

export interface Task {
  readonly last_error_class: string | null;
}

/** The tasks the server does by itself, as one more part. */
export function taskWords(tasks: readonly Task[]): PartWords {
  const failed = tasks.filter(({ last_error_class: error }) => error !== null).length;
  return {
    name: 'tasks',
    title: t`Work in the background`,
    meaning: t`Removes old logs, notices silent cameras, looks after the disk.`,
    tone: failed === 0 ? 'live' : 'warn',
    state: failed === 0 ? t`Works` : t`Needs attention`,
    advice:
      failed === 0
        ? null
        : t`${failed} of ${tasks.length} tasks failed the last time. Each tries again by itself; if this stays, look under Admin, Health.`,
  };
}

export interface OverallWords {
  readonly tone: ChipTone;
  readonly title: string;
  readonly text: string;
}

const OVERALL: Readonly<Record<string, OverallWords>> = {
  healthy: {
    tone: 'live',
    title: t`Everything works`,
    text: t`All parts of this installation do their work.`,
  },
  degraded: {
    tone: 'warn',
    title: t`It works, with a problem`,
    text: t`Cameras can be watched. Something below needs attention before it grows.`,
  },
  unhealthy: {
    tone: 'bad',
    title: t`Something does not work`,
    text: t`An important part has stopped. What to do stands beside it below.`,
  },
};

/** The whole installation in one sentence. */
export function overallWords(status: string): OverallWords {
  return (
    OVERALL[status] ?? { tone: 'idle', title: t`State unknown`, text: t`This page does not know that state.` }
  );
}

/** Differences below this are the time an answer takes, or do no harm. In milliseconds. */
const CLOCK_TOLERANCE_MS = 60_000;

/** What to say when this device's clock and the server's disagree; `null` when they agree. */
export function clockAdvice(serverTime: string, askedAt: number): string | null {
  const minutes = Math.round(Math.abs(Date.parse(serverTime) - askedAt) / 60_000);
  if (!(Math.abs(Date.parse(serverTime) - askedAt) > CLOCK_TOLERANCE_MS)) return null;
  return t`${plural(minutes, {
    one: 'The clock of this device and the clock of the server are # minute apart.',
    other: 'The clock of this device and the clock of the server are # minutes apart.',
  })} Set both by the internet, or times on the pages will look wrong.`;
}
