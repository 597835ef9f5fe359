import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { toast } from 'sonner';
import { danger } from '../../../../server/contract/settings.ts';
import { callForDownload } from '../../../api/client.ts';
import { saveAnswer } from '../../../api/download.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Card, Page } from '../../../components/page.tsx';
import { DangerZone } from './danger-zone.tsx';
import { SecurityContact } from './security-contact.tsx';

function DataExport() {
  const save = useMutation({
    mutationFn: async () => saveAnswer(await callForDownload(danger.export, 'application/zip'), 'export.zip'),
    onSuccess: () => toast.success(t`The export was saved to your downloads.`),
  });
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>Take your data with you</Trans>
      </h2>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          Everything this place has stored here, as a ZIP of readable files: settings, cameras, people, logs.
          Recordings are not part of it; they are on the nodes. No passwords and no keys are included.
        </Trans>
      </p>
      {save.isError ? <Banner tone="bad">{messageOf(save.error)}</Banner> : null}
      <Button className="justify-self-start" busy={save.isPending} onClick={() => save.mutate()}>
        <Download size={17} aria-hidden="true" />
        <Trans>Download export</Trans>
      </Button>
    </Card>
  );
}

/** The data of this place: whom to tell of a weakness, taking it along, deleting it. */
export function PrivacyPage() {
  return (
    <Page title={t`Data and safety`} intro={t`What belongs to this place, and how to take it away.`}>
      <SecurityContact />
      <DataExport />
      <DangerZone />
    </Page>
  );
}
