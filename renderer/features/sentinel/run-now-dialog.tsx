import { plural, t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import { sentinel } from '../../../server/contract/agents/sentinel.ts';
import { call } from '../../api/client.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { TextAreaField } from '../../components/field.tsx';
import { useNow } from '../../hooks/time.ts';
import { CameraSelect } from '../incidents/camera-select.tsx';
import { renewalWords } from './overview/allowance-words.ts';
import { keepStarted } from './sentinel-queries.ts';

const PROMPT_MOST = 2000;
const IDEAS = [
  t`Is anybody at the back door?`,
  t`Are all doors and windows shut?`,
  t`What happened since closing time?`,
] as const;

/** Why no run was started, in words that say what to do. */
function refusalWords(error: unknown, now: number): string {
  if (error instanceof ApiError && error.code === 'monthly_cap_reached') {
    const cap = error.detail?.['cap'];
    const all =
      typeof cap === 'number'
        ? plural(cap, {
            one: 'The one run of this month is used up.',
            other: 'All # runs of this month are used up.',
          })
        : t`All runs of this month are used up.`;
    return `${all} ${renewalWords(now)}`;
  }
  return messageOf(error);
}

interface Props {
  readonly onClose: () => void;
  readonly onShow: (id: string) => void;
}

function RunForm({ onClose, onShow }: Props) {
  const client = useQueryClient();
  const [prompt, setPrompt] = useState('');
  const [camera, setCamera] = useState('');
  const [wasTried, setTried] = useState(false);
  const now = useNow(60_000);
  const isEmpty = prompt.trim() === '';
  const start = useMutation({
    mutationFn: () =>
      call(sentinel.manual, { body: { prompt: prompt.trim(), camera_id: camera === '' ? null : camera } }),
    onSuccess: async (run) => {
      await keepStarted(client, run);
      onClose();
      toast.success(t`Sentinel looks into it.`, {
        action: { label: t`Show`, onClick: () => onShow(run.id) },
      });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!isEmpty) start.mutate();
  };
  return (
    <form noValidate className="grid min-w-0 gap-4" onSubmit={submit}>
      <TextAreaField
        label={t`What should it find out?`}
        placeholder={IDEAS[0]}
        rows={3}
        maxLength={PROMPT_MOST}
        value={prompt}
        error={wasTried && isEmpty ? t`Write what it should find out` : undefined}
        onChange={({ target }) => setPrompt(target.value)}
      />
      <div className="flex flex-wrap gap-2">
        {IDEAS.map((idea) => (
          <button
            key={idea}
            type="button"
            onClick={() => setPrompt(idea)}
            className="min-h-8 rounded-full border px-3 text-left text-ink-soft hover:bg-surface-2 hover:text-ink"
          >
            {idea}
          </button>
        ))}
      </div>
      <CameraSelect
        none={t`All cameras in scope`}
        value={camera}
        hint={t`One camera narrows it down; the others in scope can still be looked through.`}
        onChoose={setCamera}
      />
      {start.isError ? <Banner tone="bad">{refusalWords(start.error, now)}</Banner> : null}
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>
          <Trans>Cancel</Trans>
        </Button>
        <Button type="submit" look="primary" busy={start.isPending}>
          {start.isPending ? t`Starting…` : t`Start`}
        </Button>
      </div>
    </form>
  );
}

/** Sends Sentinel to look at something now. */
export function RunNowDialog(props: Props) {
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t`Run now`}
      description={t`Starts at once, also while Sentinel is paused or outside its hours. It counts towards the month.`}
    >
      <RunForm {...props} />
    </Dialog>
  );
}
