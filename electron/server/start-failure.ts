import { StartError } from '../../server/start-error.ts';
import type { ShellTexts } from '../texts/english.ts';
import { texts } from '../texts/texts.ts';
import { KeepsBreaking } from './server-host.ts';

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

/** True for what a full disk makes fail, in files and in the database. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'SQLITE_FULL'].includes(codeOf(error));
}

function otherFailure(error: unknown, say: ShellTexts['startFailure']): StartFailure {
  const said = error instanceof Error ? error.message : String(error);
  const message = error instanceof KeepsBreaking ? say.keepsBreaking : say.other;
  return { kind: 'other', message, detail: error instanceof StartError ? said : `${said}\n${say.seeLog}` };
}

/** `holder` names the program that has the port, where that is known. */
export function describeStartFailure(error: unknown, port: number, holder: string | undefined): StartFailure {
  const say = texts().startFailure;
  const code = codeOf(error);
  const said = error instanceof Error ? error.message : String(error);
  if (code === 'port-taken')
    return { kind: 'port', message: say.portTaken(port, holder ?? say.otherProgram), detail: say.portAdvice };
  if (code === 'port-refused') return { kind: 'port', message: say.portRefused(port), detail: said };
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return { kind: 'locked', message: say.locked, detail: say.lockedAdvice };
  // The server's own words name the other process.
  if (/locked|in-use/.test(code)) return { kind: 'locked', message: say.locked, detail: said };
  if (isDiskFull(error)) return { kind: 'disk-full', message: say.diskFull, detail: say.diskFullAdvice };
  return otherFailure(error, say);
}

/** No other port could be had, or it could not be written down. */
export function describePortFailure(error: unknown): StartFailure {
  const say = texts().startFailure;
  if (isDiskFull(error)) return { kind: 'disk-full', message: say.diskFull, detail: say.diskFullAdvice };
  return {
    kind: 'port',
    message: say.noPort,
    detail: error instanceof Error ? error.message : String(error),
  };
}
