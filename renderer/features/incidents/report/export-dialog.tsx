import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { incidents } from '../../../../server/contract/incidents/incidents.ts';
import { callForDownload } from '../../../api/client.ts';
import { saveAnswer } from '../../../api/download.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { CopyText } from '../../../components/copy-text.tsx';
import { Dialog } from '../../../components/dialog.tsx';
import { signingKeyQuery } from '../incident-queries.ts';

/** Hands out an incident as one signed file, and says what the signature is good for. */
export function ExportDialog({ id, onClose }: { readonly id: number; readonly onClose: () => void }) {
  const { data: key, error } = useQuery(signingKeyQuery);
  const save = useMutation({
    mutationFn: async () => {
      const answer = await callForDownload(incidents.export, 'application/zip', {
        params: { incident_id: id },
      });
      await saveAnswer(answer, `incident-${id}.zip`);
    },
  });
  return (
    <Dialog open onClose={onClose} title={t`Export the evidence`}>
      <p className="text-ink-soft">
        <Trans>
          One ZIP with the report, every picture and clip, and a page that checks them without the internet.
        </Trans>
      </p>
      <p>
        <Trans>
          The signature shows that nothing in the file was changed since this server exported it; it does not
          show that a camera’s picture was true, or that a court will accept it.
        </Trans>
      </p>
      {key === undefined ? null : (
        <div className="grid gap-1.5">
          <CopyText label={t`Fingerprint of this server’s key`} text={key.fingerprint} />
          <p className="text-ink-soft">
            <Trans>
              Tell it to whoever receives the file by another way than the file itself: they compare it with
              what the checking page shows.
            </Trans>
          </p>
        </div>
      )}
      {error === null ? null : (
        <Banner tone="warn">
          <Trans>The fingerprint could not be fetched: {messageOf(error)}</Trans>
        </Banner>
      )}
      {save.isError ? <Banner tone="bad">{messageOf(save.error)}</Banner> : null}
      <output className="text-ink-soft empty:hidden">
        {save.isPending ? t`Putting the file together. Clips can take a minute.` : null}
        {save.isSuccess ? t`The file is in your downloads.` : null}
      </output>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>
          <Trans>Close</Trans>
        </Button>
        <Button look="primary" busy={save.isPending} onClick={() => save.mutate()}>
          <Download size={17} aria-hidden="true" />
          <Trans>Download ZIP</Trans>
        </Button>
      </div>
    </Dialog>
  );
}
