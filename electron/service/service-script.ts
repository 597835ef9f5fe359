import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceAction, ServicePlan } from './service-plan.ts';

/** Any text as one word of a POSIX shell. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** Any text as one value of PowerShell. Its quotes come in several shapes, and all of them end a text. */
export function powerShellWord(text: string): string {
  return `'${text.replaceAll(/['\u2018\u2019\u201A\u201B]/g, '$&$&')}'`;
}

function posixScript(action: ServiceAction, plan: ServicePlan, parts: readonly string[]): string {
  const { program, port, host, person, from, holder } = plan;
  const settings = {
    SYSTEM: plan.system === 'linux' ? 'Linux' : 'Darwin',
    PROGRAM: program,
    PORT: String(port),
    HOST: host,
    PERSON: person,
    FROM: from,
    HOLDER: String(holder),
  };
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${shellWord(value)}`);
  return [...lines, `set -- ${action}`, ...parts].join('\n');
}

function windowsScript(action: ServiceAction, plan: ServicePlan, [body = '']: readonly string[]): string {
  const settings = {
    Action: action,
    Program: plan.program,
    From: plan.from,
    Holder: String(plan.holder),
    Port: String(plan.port),
    ListenOn: plan.host,
  };
  const words = Object.entries(settings).map(([name, value]) => `-${name} ${powerShellWord(value)}`);
  return `& {\n${body}\n} ${words.join(' ')}\n`;
}

/** Everything that is done with an administrator's rights, as one text that people can read beforehand. */
export function serviceScript(action: ServiceAction, plan: ServicePlan, parts: readonly string[]): string {
  return plan.system === 'win32' ? windowsScript(action, plan, parts) : posixScript(action, plan, parts);
}

/** The parts of a system's script, from the folder where they are shipped. */
export function scriptParts(system: ServicePlan['system'], folder: string): string[] {
  const names = system === 'win32' ? ['service.ps1'] : ['manager.sh', 'moving.sh', 'service.sh'];
  return names.map((name) => readFileSync(join(folder, name), 'utf8'));
}
