/** Work that many events ask for and that is done once for all of them. */
export interface Coalesced {
  readonly ask: () => void;
  readonly stop: () => void;
}

/** Does `work` at most once every `everyMs`, and always once more after the last time it was asked for. */
export function coalesced(work: () => void, everyMs: number): Coalesced {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    ask: () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        work();
      }, everyMs);
    },
    stop: () => {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
