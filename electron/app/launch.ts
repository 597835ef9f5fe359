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
  return {
    service: args.includes('--service'),
    hidden: args.includes(HIDDEN_FLAG),
    link: args.find((arg) => arg.startsWith(`${LINK_SCHEME}://`)),
  };
}
