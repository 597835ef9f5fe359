import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Channel } from './devtools.ts';
import { PageFrames } from './page-frames.ts';
import { keyWatch, pageWorld, preloadWorld, rawInvoke } from './page-scripts.ts';

const WORLD = 'preload';
const BINDING = 'sentinelHostCall';

interface Invoke {
  readonly kind: 'invoke';
  readonly id: number;
  readonly channel: string;
  readonly args: readonly unknown[];
}

interface Key {
  readonly kind: 'key';
  readonly type: string;
  readonly key: string;
}

export interface PageBridgeDeps {
  /** File of the preload script; undefined for a page without one. */
  readonly preload: string | undefined;
  readonly javascript: boolean;
  readonly onAddress: (url: string, isFailure: boolean) => void;
  readonly onKey: (key: { readonly type: string; readonly key: string }) => void;
  readonly invoke: (
    channel: string,
    frame: { readonly url: string; readonly parent: object | null } | null,
    args: readonly unknown[],
  ) => Promise<unknown>;
}

/** Puts the preload script beside a page, in an isolated world, and carries its calls. */
export class PageBridge {
  readonly #channel: Channel;
  readonly #deps: PageBridgeDeps;
  readonly #frames: PageFrames;

  constructor(channel: Channel, deps: PageBridgeDeps) {
    this.#channel = channel;
    this.#deps = deps;
    this.#frames = new PageFrames(channel, deps.onAddress);
  }

  /** Call before the page loads anything. */
  async setup(): Promise<void> {
    const { preload, javascript } = this.#deps;
    const channel = this.#channel;
    channel.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
      if (name === BINDING) void this.#called(JSON.parse(payload) as Invoke | Key, executionContextId);
    });
    await Promise.all([channel.send('Page.enable'), channel.send('Runtime.enable')]);
    if (!javascript) {
      await channel.send('Emulation.setScriptExecutionDisabled', { value: true });
      return;
    }
    await channel.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD });
    await this.#addScript(`(${keyWatch.toString()})()`, WORLD);
    if (preload === undefined) return;
    const prefix = JSON.stringify(`${randomUUID()}-`);
    const source = readFileSync(preload, 'utf8');
    await this.#addScript(`(${pageWorld.toString()})(${prefix})`);
    await this.#addScript(
      `(${preloadWorld.toString()})(${prefix}, (require, module, exports) => {${source}\n})`,
      WORLD,
    );
  }

  /** What a call from a frame inside the page is answered, made past the preload script. */
  async invokeFromInnerFrame(name: string, args: readonly unknown[]): Promise<string> {
    const [frameId] = this.#frames.inner();
    if (frameId === undefined) throw new Error('There is no frame inside the page.');
    const { executionContextId } = await this.#channel.send('Page.createIsolatedWorld', {
      frameId,
      worldName: WORLD,
    });
    const { result } = await this.#channel.send('Runtime.evaluate', {
      contextId: executionContextId,
      awaitPromise: true,
      expression: `(${rawInvoke.toString()})(${JSON.stringify(name)}, ${JSON.stringify(args)})`,
    });
    return String(result.value);
  }

  async #addScript(source: string, worldName?: string): Promise<void> {
    await this.#channel.send('Page.addScriptToEvaluateOnNewDocument', {
      source,
      ...(worldName === undefined ? {} : { worldName }),
    });
  }

  async #called(message: Invoke | Key, contextId: number): Promise<void> {
    if (message.kind === 'key') {
      this.#deps.onKey(message);
      return;
    }
    const { id, channel, args } = message;
    const answer = await this.#deps.invoke(channel, this.#frames.ofContext(contextId), args).then(
      (value) => ({ id, ok: true, value }),
      (error: unknown) => ({ id, ok: false, value: error instanceof Error ? error.message : String(error) }),
    );
    const expression = `sentinelHostAnswer(${JSON.stringify(answer)})`;
    // The page may be gone by now.
    await this.#channel.send('Runtime.evaluate', { contextId, expression }).catch(() => undefined);
  }
}
