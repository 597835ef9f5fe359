// A Debian on which packages are installed and removed for real, by dpkg: this one, with everything that is written
// going into memory. Only systemd is told what to do.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const WRITTEN = ['etc', 'opt', 'usr', 'var'];
/** Mounts of its own, and on them folders that begin like this computer's. */
const PREPARE = `set -e
mount -t tmpfs tmpfs /mnt
for folder in ${WRITTEN.join(' ')}; do
  mkdir -p "/mnt/$folder/new" "/mnt/$folder/work"
  mount -t overlay overlay -o "lowerdir=/$folder,upperdir=/mnt/$folder/new,workdir=/mnt/$folder/work" "/$folder"
done
mount -t tmpfs tmpfs /run
mkdir -p /run/systemd/system
install -m 755 "$FAKE" /usr/local/bin/systemctl
`;
/** A systemd that notes what it is asked; its service answers as soon as it is started. */
const systemctl = (calls: string): string => `#!/bin/sh
echo "$*" >>'${calls}'
[ ! -e /run/broken ] || exit 1
case $1 in
  start) echo '{"pid":1,"url":"http://127.0.0.1:1"}' >/var/lib/sentinel-command-center/server.json ;;
  show) echo 0 ;;
esac
`;

const unshare = ['--mount', '--propagation', 'private'];

export const canInstall =
  process.getuid?.() === 0 &&
  spawnSync('unshare', [...unshare, 'sh', '-c', 'mount -t tmpfs tmpfs /mnt && command -v dpkg']).status === 0;

export interface Installed {
  /** What the steps printed. */
  readonly said: string;
  /** Calls of `systemctl`, in order. */
  readonly calls: readonly string[];
}

/** Runs steps of a shell on a fresh computer; `$DEB` is the package. Throws when one fails. */
export function onDebian(folder: string, deb: string, steps: string): Installed {
  mkdirSync(folder, { recursive: true });
  const [fake, calls] = [join(folder, 'systemctl'), join(folder, 'calls')];
  writeFileSync(fake, systemctl(calls));
  writeFileSync(calls, '');
  const said = execFileSync('unshare', [...unshare, 'sh', '-c', PREPARE + steps], {
    encoding: 'utf8',
    env: {
      PATH: '/usr/local/bin:/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin',
      DEBIAN_FRONTEND: 'noninteractive',
      FAKE: fake,
      CALLS: calls,
      DEB: deb,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { said, calls: readFileSync(calls, 'utf8').trim().split('\n') };
}
