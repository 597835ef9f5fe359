import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../clock.ts';

export interface ReleaseAsset {
  readonly name: string;
  readonly url: string;
}

/** A published node program. */
export interface Release {
  readonly tag: string;
  readonly assets: readonly ReleaseAsset[];
}

export interface ReleaseCacheDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** Address of the newest release; undefined asks nobody. */
  readonly feedUrl: string | undefined;
}

const ANSWER_WITHIN_MS = 5_000;
const FRESH_MS = 600_000;
/** An internet that is down is not asked again by every download. */
const RETRY_AFTER_MS = 60_000;

const feedSchema = z.object({
  tag_name: z.string().default(''),
  assets: z
    .array(z.object({ name: z.string(), browser_download_url: z.url({ protocol: /^https?$/ }) }))
    .default([]),
});

/** The newest node program as its publisher announces it. Silent without internet: the last answer stays. */
export class ReleaseCache {
  readonly #deps: ReleaseCacheDeps;
  #release: Release | undefined;
  #readAt = Number.NEGATIVE_INFINITY;
  #triedAt = Number.NEGATIVE_INFINITY;
  #asking: Promise<void> | undefined;

  constructor(deps: ReleaseCacheDeps) {
    this.#deps = deps;
  }

  /** `X.Y.Z` of the newest release from memory, or undefined when none is known. */
  latestVersion(): string | undefined {
    const tag = this.#release?.tag.replace(/^v/i, '');
    return tag !== undefined && /^\d+\.\d+\.\d+/.test(tag) ? tag : undefined;
  }

  /** The newest release, at most 10 minutes old when the feed answers; undefined when none was ever read. */
  async current(): Promise<Release | undefined> {
    const now = this.#deps.clock.monotonicMs();
    if (now - this.#readAt >= FRESH_MS && now - this.#triedAt >= RETRY_AFTER_MS) await this.refresh();
    else await this.#asking;
    return this.#release;
  }

  /** Asks the feed. Never throws; callers at the same time share one question. */
  refresh(signal?: AbortSignal): Promise<void> {
    this.#asking ??= this.#ask(signal).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }

  async #ask(signal: AbortSignal | undefined): Promise<void> {
    const { clock, log, feedUrl } = this.#deps;
    if (feedUrl === undefined) return;
    this.#triedAt = clock.monotonicMs();
    try {
      this.#release = await readRelease(feedUrl, signal);
      this.#readAt = clock.monotonicMs();
    } catch (error) {
      log.debug({ err: error }, 'The newest node version could not be looked up');
    }
  }
}

async function readRelease(feedUrl: string, signal: AbortSignal | undefined): Promise<Release> {
  const deadline = AbortSignal.timeout(ANSWER_WITHIN_MS);
  const answer = await fetch(feedUrl, {
    headers: { accept: 'application/vnd.github+json', 'user-agent': 'sentinel-command-center' },
    signal: signal === undefined ? deadline : AbortSignal.any([signal, deadline]),
  });
  if (!answer.ok) {
    await answer.body?.cancel();
    throw new Error(`The release feed answered ${answer.status}`);
  }
  const feed = feedSchema.parse(await answer.json());
  const assets = feed.assets.map(({ name, browser_download_url: url }) => ({ name, url }));
  return { tag: feed.tag_name, assets };
}
