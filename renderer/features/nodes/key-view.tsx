import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { installationQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { CopyText } from '../../components/copy-text.tsx';
import { serverAddress } from '../agents/connect/client-lines.ts';
import { NameAddress } from './network/name-address.tsx';
import { SetupLine } from './setup-line.tsx';
import { environmentLines, type NodeLogin, quickSetupLine } from './setup-lines.ts';

export interface NodeKey extends NodeLogin {
  readonly name: string;
  /** Its program may not be installed yet. */
  readonly isNew: boolean;
}

/** Shows a node's key, this once, inside the lines that need it. */
export function KeyView({ node, onDone }: { readonly node: NodeKey; readonly onDone: () => void }) {
  const { data } = useQuery(installationQuery);
  const url = serverAddress(data?.lan_urls, location.origin);
  const onlyHere = data?.lan_urls.length === 0;
  return (
    <div className="grid min-w-0 gap-4">
      <Banner tone="warn">
        <Trans>This key is shown only now. Copy it before you close this window.</Trans>
      </Banner>
      {node.isNew ? (
        <SetupLine url={url} login={node} />
      ) : (
        <CopyText
          label={t`Run this on the computer that has the cameras`}
          text={quickSetupLine(url, node)}
          rows={4}
        />
      )}
      <details className="grid gap-4">
        <summary className="w-fit rounded-sm py-1 text-accent">
          <Trans>As environment variables, or piece by piece</Trans>
        </summary>
        <div className="mt-3 grid gap-4">
          <CopyText label={t`Environment variables`} text={environmentLines(url, node)} rows={3} />
          <CopyText label={t`Server address`} text={url} />
          <NameAddress />
          <CopyText label={t`Node ID`} text={node.nodeId} />
          <CopyText label={t`Key`} text={node.key} />
        </div>
      </details>
      {onlyHere ? (
        <Banner tone="warn">
          <Trans>
            This machine has no network address at the moment. Connect it to your network, then open this page
            by that address.
          </Trans>
        </Banner>
      ) : null}
      <Button look="primary" className="justify-self-end" onClick={onDone}>
        <Trans>I have copied it</Trans>
      </Button>
    </div>
  );
}
