import { StartError } from '../../server/start-error.ts';

/** Why the server cannot start, in words for a dialog. */
export interface StartFailure {
  /** `port` can be helped by choosing another one. */
  readonly kind: 'port' | 'locked' | 'disk-full' | 'other';
  readonly message: string;
  readonly detail: string;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const LOCKED: Omit<StartFailure, 'detail'> = {
  kind: 'locked',
  message: 'The database is in use by another program.',
};

/** `holder` names the program that has the port, where that is known. */
export function describeStartFailure(error: unknown, port: number, holder: string | undefined): StartFailure {
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : String(error);
  if (code === 'port-taken') {
    return {
      kind: 'port',
      message: `Port ${port} is taken by ${holder ?? 'another program'}.`,
      detail:
        'Stop that program, or choose another port. Camera nodes and phones must then be told the new address.',
    };
  }
  if (code === 'port-refused')
    return { kind: 'port', message: `Port ${port} may not be used.`, detail: said };
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return { ...LOCKED, detail: 'Close the program that has it open, then try again.' };
  // The server's own words name the other process.
  if (/locked|in-use/.test(code)) return { ...LOCKED, detail: said };
  if (code === 'ENOSPC' || code === 'SQLITE_FULL') {
    return {
      kind: 'disk-full',
      message: 'The disk of this computer is full.',
      detail: 'Free some space, then try again. Nothing was lost.',
    };
  }
  const message = 'The server could not start.';
  return {
    kind: 'other',
    message,
    detail: error instanceof StartError ? said : `${said}\nThe log says more.`,
  };
}
