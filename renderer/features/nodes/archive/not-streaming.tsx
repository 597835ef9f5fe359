import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Banner } from '../../../components/banner.tsx';
import { CopyText } from '../../../components/copy-text.tsx';

/** How to let this server fetch what a node stores. */
export function NotStreaming({ what }: { readonly what: 'recordings' | 'snapshots' }) {
  return (
    <div className="grid gap-3">
      <Banner tone="info">
        {what === 'recordings' ? (
          <Trans>
            This node lists its recordings but does not hand them out: it answers only on its own computer. To
            watch them here, switch on its local streaming: run the line below on that computer and start the
            node again. Do this only in a network you trust, because the node then answers everybody in it.
          </Trans>
        ) : (
          <Trans>
            This node lists its snapshots but does not hand them out: it answers only on its own computer. To
            see them here, switch on its local streaming: run the line below on that computer and start the
            node again. Do this only in a network you trust, because the node then answers everybody in it.
          </Trans>
        )}
      </Banner>
      <CopyText
        label={t`Run this on the node’s computer`}
        text="sourcebox-sentry-cloudnode setup --lan-streaming"
      />
    </div>
  );
}
