import { findingsOf, type Finding } from '../finding.ts';
import type { DoctorProbes } from '../probes.ts';

/** Minutes of idling until the computer sleeps on mains power; 0 never; undefined when it could not be told. */
type Minutes = number | undefined;
type Ask = DoctorProbes['command'];

/** Whether the computer goes to sleep when nobody touches it, which ends everything that is served. */
export async function checkSleep({ platform, command }: DoctorProbes): Promise<Finding> {
  const { ok, warn, unknown } = findingsOf('sleep');
  const minutes = await minutesOf(platform, command);
  if (minutes === undefined) return unknown('sleep_unknown', { platform: nameOf(platform) });
  return minutes === 0 ? ok('sleep_off') : warn('sleep_on', { minutes, platform: nameOf(platform) });
}

function nameOf(platform: NodeJS.Platform): string {
  return { win32: 'windows', darwin: 'mac', linux: 'linux' }[platform as string] ?? 'other';
}

async function minutesOf(platform: NodeJS.Platform, ask: Ask): Promise<Minutes> {
  if (platform === 'win32') return windowsMinutes(ask);
  if (platform === 'darwin') return macMinutes(ask);
  return platform === 'linux' ? linuxMinutes(ask) : undefined;
}

/** The two last numbers are seconds on mains and on battery; the words around them are in the system's language. */
async function windowsMinutes(ask: Ask): Promise<Minutes> {
  const answer = await ask('powercfg', ['/query', 'SCHEME_CURRENT', 'SUB_SLEEP', 'STANDBYIDLE']);
  const mains = answer?.match(/0x[0-9a-f]{8}/gi)?.at(-2);
  return mains === undefined ? undefined : Math.ceil(Number(mains) / 60);
}

async function macMinutes(ask: Ask): Promise<Minutes> {
  const answer = await ask('pmset', ['-g', 'custom']);
  const mains = answer?.split(/^(?=\S.*:$)/m).find((section) => section.startsWith('AC Power:'));
  const minutes = mains === undefined ? undefined : /^\s*sleep\s+(\d+)/m.exec(mains)?.[1];
  return minutes === undefined ? undefined : Number(minutes);
}

const SLEEPING = new Set(['suspend', 'hibernate', 'hybrid-sleep', 'suspend-then-hibernate', 'sleep']);

/** systemd can forbid sleep altogether; else the desktop decides, and without one the login manager does. */
async function linuxMinutes(ask: Ask): Promise<Minutes> {
  if (
    (await ask('systemctl', ['show', '--property=LoadState', '--value', 'suspend.target']))?.trim() ===
    'masked'
  )
    return 0;
  const manager = await loginManagerMinutes(ask);
  if (manager !== undefined && manager > 0) return manager;
  const desktop = await gnomeMinutes(ask);
  if (desktop !== undefined) return desktop;
  // Another desktop may have settings of its own that cannot be asked for here.
  const target = (await ask('systemctl', ['get-default']))?.trim();
  return target === 'multi-user.target' ? manager : undefined;
}

async function gnomeMinutes(ask: Ask): Promise<Minutes> {
  const read = (key: string) => ask('gsettings', ['get', 'org.gnome.settings-daemon.plugins.power', key]);
  const action = /'(.*)'/.exec((await read('sleep-inactive-ac-type')) ?? '')?.[1];
  if (action === undefined) return undefined;
  const seconds = Number.parseInt((await read('sleep-inactive-ac-timeout')) ?? '', 10);
  return SLEEPING.has(action) && seconds > 0 ? Math.ceil(seconds / 60) : 0;
}

async function loginManagerMinutes(ask: Ask): Promise<Minutes> {
  const read = async (name: string) => {
    const place = ['org.freedesktop.login1', '/org/freedesktop/login1', 'org.freedesktop.login1.Manager'];
    return await ask('busctl', ['get-property', ...place, name]);
  };
  const action = /"(.*)"/.exec((await read('IdleAction')) ?? '')?.[1];
  if (action === undefined) return undefined;
  if (!SLEEPING.has(action)) return 0;
  const microseconds = Number(/\d+/.exec((await read('IdleActionUSec')) ?? '')?.[0] ?? 0);
  return Math.max(1, Math.ceil(microseconds / 60e6));
}
