import { LINK_SCHEME } from './deep-links.ts';

/** What the command line asks for. */
export interface Launch {
  /** Serve without any window, for starts before anyone signs in. */
  readonly service: boolean;
  /** Stay in the tray: the computer was just switched on. */
  readonly hidden: boolean;
  /** A `sentinel://` address another program handed over. */
  readonly link: string | undefined;
}

/** Argument of starts by the operating system, which shall not put a window before people. */
export const HIDDEN_FLAG = '--hidden';

export function readLaunch(args: readonly string[]): Launch {
  const link = args.find((arg) => arg.toLowerCase().startsWith(`${LINK_SCHEME}:`));
  // Whoever wrote a link could have smuggled other arguments in with it.
  if (link !== undefined) return { service: false, hidden: false, link };
  return { service: args.includes('--service'), hidden: args.includes(HIDDEN_FLAG), link };
}
