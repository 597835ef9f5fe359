import { Trans } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { saveAnswer } from '../../api/download.ts';
import { messageOf } from '../../api/errors.ts';
import { Button } from '../button.tsx';

interface Props {
  /** Asks for the file, with the filters that are set. */
  readonly ask: () => Promise<Response>;
  readonly fallbackName: string;
}

/** Downloads what the list shows, all pages of it, for a spreadsheet. */
export function CsvButton({ ask, fallbackName }: Props) {
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      await saveAnswer(await ask(), fallbackName);
    } catch (error) {
      toast.error(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button busy={busy} onClick={() => void save()}>
      <Download size={16} aria-hidden="true" />
      <Trans>Download CSV</Trans>
    </Button>
  );
}
