// Functions that run inside pages, sent there as text: they may use nothing from outside themselves.

/** What a preload script calls in the world of its own. */
declare function sentinelHostCall(message: string): void;

interface Called {
  readonly id: number;
  readonly name: string;
  readonly verb: string;
  readonly args: readonly unknown[];
}

interface Answered {
  readonly id: number;
  readonly ok: boolean;
  readonly value: unknown;
}

type Verbs = Record<string, (...args: unknown[]) => Promise<unknown>>;

/** In the page's world: gives it what the preload script exposes. The two worlds share nothing but events with text. */
export function pageWorld(prefix: string): void {
  const waiting = new Map<number, (answer: Answered) => void>();
  let lastId = 0;
  const hear = <T>(kind: string, heard: (message: T) => void): void =>
    addEventListener(prefix + kind, (event) => heard(JSON.parse((event as CustomEvent<string>).detail) as T));
  const tell = (kind: string, message: unknown): void => {
    dispatchEvent(new CustomEvent(prefix + kind, { detail: JSON.stringify(message) }));
  };
  hear<{ name: string; verbs: string[] }>('expose', ({ name, verbs }) => {
    if (name in window) return;
    const call = (verb: string, args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, ({ ok, value }) => (ok ? resolve(value) : reject(new Error(String(value)))));
        tell('call', { id: lastId, name, verb, args });
      });
    const api = Object.fromEntries(verbs.map((verb) => [verb, (...args: unknown[]) => call(verb, args)]));
    Object.defineProperty(window, name, { value: Object.freeze(api), enumerable: true });
  });
  hear<Answered>('answer', (answer) => {
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  tell('hello', {});
}

/** In the preload script's world: `electron` as such a script sees it. */
export function preloadWorld(
  prefix: string,
  runPreload: (require: (name: string) => unknown, module: object, exports: object) => void,
): void {
  // The script is for the page itself, not for frames in it.
  if (window.top !== window) return;
  const exposed = new Map<string, Verbs>();
  const waiting = new Map<number, (answer: Answered) => void>();
  let lastId = 0;
  const tell = (kind: string, message: unknown): void => {
    dispatchEvent(new CustomEvent(prefix + kind, { detail: JSON.stringify(message) }));
  };
  const hear = <T>(kind: string, heard: (message: T) => void): void =>
    addEventListener(prefix + kind, (event) => heard(JSON.parse((event as CustomEvent<string>).detail) as T));
  const announce = (): void => {
    for (const [name, verbs] of exposed) tell('expose', { name, verbs: Object.keys(verbs) });
  };
  const perform = async ({ id, name, verb, args }: Called): Promise<void> => {
    try {
      tell('answer', { id, ok: true, value: await exposed.get(name)?.[verb]?.(...args) });
    } catch (error) {
      tell('answer', { id, ok: false, value: error instanceof Error ? error.message : String(error) });
    }
  };
  hear('hello', announce);
  hear<Called>('call', (call) => void perform(call));
  const contextBridge = {
    exposeInMainWorld: (name: string, verbs: Verbs): void => {
      exposed.set(name, verbs);
      announce();
    },
  };
  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        lastId += 1;
        waiting.set(lastId, ({ ok, value }) => (ok ? resolve(value) : reject(new Error(String(value)))));
        sentinelHostCall(JSON.stringify({ kind: 'invoke', id: lastId, channel, args }));
      }),
  };
  Object.assign(globalThis, {
    sentinelHostAnswer: (answer: Answered): void => {
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    },
  });
  const module = { exports: {} };
  runPreload(
    (name) => {
      if (name === 'electron') return { contextBridge, ipcRenderer };
      throw new Error(`A sandboxed script cannot load ${name}.`);
    },
    module,
    module.exports,
  );
}

/** Reports keys before the page sees them. */
export function keyWatch(): void {
  for (const [name, type] of Object.entries({ keydown: 'keyDown', keyup: 'keyUp' })) {
    const report = (event: Event): void => {
      if (event instanceof KeyboardEvent)
        sentinelHostCall(JSON.stringify({ kind: 'key', type, key: event.key }));
    };
    addEventListener(name, report, true);
  }
}

/** A call as a page that was taken over could make it, in a frame without a preload script. */
export function rawInvoke(channel: string, args: readonly unknown[]): Promise<string> {
  return new Promise((resolve) => {
    Object.assign(globalThis, {
      sentinelHostAnswer: ({ ok, value }: Answered): void => resolve(ok ? 'allowed' : String(value)),
    });
    sentinelHostCall(JSON.stringify({ kind: 'invoke', id: 1, channel, args }));
  });
}
