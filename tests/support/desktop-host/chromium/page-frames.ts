import type { Channel } from './devtools.ts';

interface Frame {
  readonly url: string;
  readonly parentId: string | undefined;
}

/** The frames of a page, and which script context belongs to which. */
export class PageFrames {
  readonly #frames = new Map<string, Frame>();
  readonly #contexts = new Map<number, string>();

  /** Begins to listen; call before the page is told to report. */
  constructor(channel: Channel, onMainFrame: (url: string, isFailure: boolean) => void) {
    channel.on('Page.frameNavigated', ({ frame }) => {
      // A page that could not be loaded is named by the address that was asked for.
      const url = frame.unreachableUrl ?? frame.url + (frame.urlFragment ?? '');
      this.#frames.set(frame.id, { url, parentId: frame.parentId });
      if (frame.parentId === undefined) onMainFrame(url, frame.unreachableUrl !== undefined);
    });
    channel.on('Page.navigatedWithinDocument', ({ frameId, url }) => {
      const frame = this.#frames.get(frameId);
      this.#frames.set(frameId, { url, parentId: frame?.parentId });
      if (frame?.parentId === undefined) onMainFrame(url, false);
    });
    channel.on('Page.frameAttached', ({ frameId, parentFrameId }) =>
      this.#frames.set(frameId, { url: 'about:blank', parentId: parentFrameId }),
    );
    channel.on('Page.frameDetached', ({ frameId }) => this.#frames.delete(frameId));
    channel.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string };
      if (frameId !== undefined) this.#contexts.set(context.id, frameId);
    });
    channel.on('Runtime.executionContextDestroyed', ({ executionContextId }) =>
      this.#contexts.delete(executionContextId),
    );
    channel.on('Runtime.executionContextsCleared', () => this.#contexts.clear());
  }

  /** The frame a script context runs in; null when it is gone. */
  ofContext(contextId: number): { readonly url: string; readonly parent: object | null } | null {
    const frame = this.#frames.get(this.#contexts.get(contextId) ?? '');
    if (frame === undefined) return null;
    const parent = frame.parentId === undefined ? null : (this.#frames.get(frame.parentId) ?? {});
    return { url: frame.url, parent };
  }

  /** Ids of the frames inside the page, the page itself left out. */
  inner(): string[] {
    return [...this.#frames].filter(([, { parentId }]) => parentId !== undefined).map(([id]) => id);
  }
}
