// What installing, updating and removing the .deb does to the service of the computer.
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canInstall, onDebian } from './debian-computer.ts';

const NEEDS = 'needs root, unshare and dpkg';
const INSTALL = 'dpkg --force-depends -i "$DEB" >/run/log 2>&1 || { cat /run/log; exit 1; }\n';
const SWITCH_ON = 'sh "/opt/Sentinel Command Center/resources/service/service.sh" install 2>/run/log\n';
const DATA = '/var/lib/sentinel-command-center/sentinel.db';
const SETTINGS = '/etc/sentinel-command-center';
/** By this the program knows that dpkg put it there. */
const KNOWN = `grep -cxF '/opt/Sentinel Command Center/sentinel-command-center' /var/lib/dpkg/info/sentinel-command-center.list\n`;
const UNIT = '/etc/systemd/system/sentinel-command-center.service';
/** Says which of these are there. */
const look = (
  when: string,
): string => `echo "${when}:" $(for each in "program:/opt/Sentinel Command Center" link:/usr/bin/sentinel-command-center \\
  record:${SETTINGS}/service.json former:${SETTINGS}/service.former.json unit:${UNIT} data:${DATA}; do
  [ ! -e "\${each#*:}" ] || echo "\${each%%:*}"; done)\n`;

const RESTARTED = ['daemon-reload', 'try-restart sentinel-command-center.service'];
const ENDED = [
  'stop sentinel-command-center.service',
  'disable sentinel-command-center.service',
  'daemon-reload',
];
const STARTED = [
  'daemon-reload',
  'enable sentinel-command-center.service',
  'start sentinel-command-center.service',
];

/** The specs of a .deb that `deb` answers; they write below `folder`. */
export function specsOfInstalling(folder: string, deb: () => string): void {
  const run = (name: string, steps: string) => onDebian(join(folder, name), deb(), steps);

  it.skipIf(!canInstall)(
    `an update starts the service anew, a removal ends it, and its data stays (${NEEDS})`,
    () => {
      const { said, calls } = run(
        'service',
        [
          INSTALL,
          look('installed'),
          KNOWN,
          SWITCH_ON,
          `echo rows >${DATA}\n`,
          look('switched on'),
          INSTALL,
          look('updated'),
          'HOST=a_name PORT=x dpkg -r sentinel-command-center 2>&1 | grep "is kept"\n',
          look('removed'),
          INSTALL,
          SWITCH_ON,
          look('again'),
          'dpkg -P sentinel-command-center >/run/log 2>&1\n',
          look('purged'),
          `cat ${DATA}; stat -c %a:%U ${DATA}; dpkg -s sentinel-command-center 2>/dev/null || echo gone\n`,
        ].join(''),
      );
      expect(said.trim().split('\n')).toEqual([
        'installed: program link',
        '1',
        'switched on: program link record unit data',
        'updated: program link record unit data',
        'The service of Sentinel Command Center ended. Its data is kept in /var/lib/sentinel-command-center.',
        'removed: former data',
        'again: program link record unit data',
        'purged: former data',
        'rows',
        '600:sentinel-command-center',
        'gone',
      ]);
      expect(calls).toEqual([
        ...RESTARTED,
        ...STARTED,
        ...RESTARTED,
        ...ENDED,
        ...RESTARTED,
        ...STARTED,
        ...ENDED,
      ]);
    },
  );

  it.skipIf(!canInstall)(`nothing keeps the program from being installed or removed (${NEEDS})`, () => {
    const { said, calls } = run(
      'broken',
      [
        `${INSTALL}${SWITCH_ON}echo rows >${DATA}; touch /run/broken\n`,
        INSTALL,
        'dpkg -r sentinel-command-center >/run/log 2>&1\n',
        look('systemd does not answer'),
        'rm /run/broken\n',
        `${INSTALL}${SWITCH_ON}rm -r /run/systemd\n`,
        `: >"$CALLS"\n${INSTALL}dpkg -r sentinel-command-center >/run/log 2>&1\n`,
        look('no systemd'),
      ].join(''),
    );
    expect(said.trim().split('\n')).toEqual([
      'systemd does not answer: former data',
      'no systemd: former data',
    ]);
    expect(calls).toEqual(['']);
  });
}
