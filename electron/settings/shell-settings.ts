import { z } from 'zod';

const port = z.number().int().min(1).max(65_535);
const pixels = z.number().int().min(-100_000).max(100_000);

const windowBounds = z.object({
  /** Null before the window was ever moved: then the system chooses the place. */
  x: pixels.nullable(),
  y: pixels.nullable(),
  width: pixels.min(320),
  height: pixels.min(240),
  maximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof windowBounds>;

const FIRST_BOUNDS: WindowBounds = { x: null, y: null, width: 1280, height: 800, maximized: false };

/** Settings of the desktop shell alone. A value that makes no sense costs itself only, never its neighbours. */
export const shellSettings = z.object({
  /** Null leaves the port to the server's own settings. */
  port: port.nullable().catch(null),
  autostart: z.boolean().catch(false),
  keepAwake: z.boolean().catch(true),
  window: windowBounds.catch(FIRST_BOUNDS),
  /** Number of the display that shows the wall and nothing else; null for none. */
  kioskDisplay: z.number().int().nullable().catch(null),
  /** Where newer versions are announced; null leaves it to the environment. */
  updateUrl: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .catch(null),
  /** Whether this computer announces itself to the local network. */
  mdns: z.boolean().catch(true),
});
export type ShellSettings = z.infer<typeof shellSettings>;
