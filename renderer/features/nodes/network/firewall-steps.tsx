import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { CopyText } from '../../../components/copy-text.tsx';
import { firewallLines, type Platform } from './firewall-lines.ts';

function How({ platform }: { readonly platform: Platform }) {
  if (platform === 'windows') {
    return (
      <Trans>
        On the computer of this server, open the Start menu, type “PowerShell”, choose “Run as administrator”,
        and run:
      </Trans>
    );
  }
  if (platform === 'mac') {
    return (
      <Trans>
        On the computer of this server, open System Settings, Network, Firewall, Options. Add this program to
        the list and choose “Allow incoming connections”.
      </Trans>
    );
  }
  return (
    <Trans>
      On the computer of this server, open a terminal and run the line for its firewall. Without a firewall
      there is nothing to do.
    </Trans>
  );
}

interface Props {
  readonly platform: Platform;
  readonly port: number;
}

/** How to open the firewall of the server's computer. */
export function FirewallSteps({ platform, port }: Props) {
  return (
    <div className="grid min-w-0 gap-3">
      <p>
        <How platform={platform} />
      </p>
      {firewallLines(platform, port).map(({ firewall, line }) => (
        <CopyText key={firewall} label={t`Firewall: ${firewall}`} text={line} />
      ))}
    </div>
  );
}
