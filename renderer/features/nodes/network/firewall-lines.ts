import type { NetworkFacts } from '../../../../server/contract/system.ts';

export type Platform = NetworkFacts['platform'];

/** A line that lets other devices in on `port`, with the firewall it is for; macOS asks people in a window instead. */
export interface FirewallLine {
  readonly firewall: string;
  readonly line: string;
}

export function firewallLines(platform: Platform, port: number): readonly FirewallLine[] {
  if (platform === 'windows') {
    const line = `netsh advfirewall firewall add rule name="Sentinel" dir=in action=allow protocol=TCP localport=${port}`;
    return [{ firewall: 'Windows', line }];
  }
  if (platform === 'mac') return [];
  return [
    { firewall: 'ufw', line: `sudo ufw allow ${port}/tcp` },
    {
      firewall: 'firewalld',
      line: `sudo firewall-cmd --permanent --add-port=${port}/tcp && sudo firewall-cmd --reload`,
    },
  ];
}
