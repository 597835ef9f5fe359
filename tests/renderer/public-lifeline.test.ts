import { appVersion } from '../../renderer/build/app-version.config.ts';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StreamState } from '../../renderer/api/events.ts';
import { ServerVersion } from '../../renderer/features/lifeline/server-version.ts';
import { patienceMs, SilenceWatch } from '../../renderer/features/lifeline/silence-watch.ts';
import type { DashboardMessage } from '../../server/contract/dashboard-events.ts';

class Value<T> {
  #value: T;
  #listener: () => void = () => undefined;

  constructor(value: T) {
    this.#value = value;
  }

  readonly get = (): T => this.#value;

  readonly subscribe = (listener: () => void): void => {
    this.#listener = listener;
  };

  become(value: T): void {
    this.#value = value;
    this.#listener();
  }
}

describe('a server that cannot be reached', () => {
  beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
  afterEach(() => void vi.useRealTimers());

  function stage(state: StreamState) {
    const reachable = new Value(true);
    const stream = new Value<StreamState>(state);
    return { reachable, stream, watch: new SilenceWatch(reachable, stream) };
  }

  it('is said after five seconds, with the time it began', () => {
    const { reachable, watch } = stage('lost');
    const listener = vi.fn();
    watch.subscribe(listener);
    reachable.become(false);
    vi.advanceTimersByTime(4_999);
    expect(watch.get()).toBeNull();
    vi.advanceTimersByTime(1);
    expect(watch.get()).toBe(1_000_000);
    expect(listener).toHaveBeenCalledTimes(1);
    reachable.become(true);
    expect(watch.get()).toBeNull();
    expect(listener).toHaveBeenCalledTimes(2);
  });

  it('a short silence is nothing', () => {
    const { reachable, watch } = stage('lost');
    reachable.become(false);
    vi.advanceTimersByTime(3_000);
    reachable.become(true);
    vi.advanceTimersByTime(60_000);
    expect(watch.get()).toBeNull();
  });

  it('a connection that only looks open is given longer, and no longer once it is lost', () => {
    const { reachable, stream, watch } = stage('open');
    reachable.become(false);
    vi.advanceTimersByTime(9_000);
    expect(watch.get()).toBeNull();
    stream.become('lost');
    expect(watch.get()).toBe(1_000_000);
  });

  it('is left to the pages themselves where nobody is signed in', () => {
    const { reachable, watch } = stage('off');
    reachable.become(false);
    vi.advanceTimersByTime(600_000);
    expect(watch.get()).toBeNull();
    expect(patienceMs('off')).toBeNull();
  });
});

describe('the version handshake', () => {
  it('remembers the version of the latest greeting and tells only of changes', () => {
    let say: (message: DashboardMessage) => void = () => undefined;
    const version = new ServerVersion((listener) => {
      say = listener;
    });
    const listener = vi.fn();
    version.subscribe(listener);
    expect(version.get()).toBeNull();
    say({ type: 'hello', version: '1.0.0' });
    say({ type: 'hello', version: '1.0.0' });
    expect(listener).toHaveBeenCalledTimes(1);
    say({ type: 'hello', version: '1.1.0' });
    expect([version.get(), listener.mock.calls.length]).toEqual(['1.1.0', 2]);
  });

  it('the page carries the version of the product', () => {
    const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(appVersion().transformIndexHtml()).toMatchObject([
      { attrs: { name: 'app-version', content: version } },
    ]);
  });
});
