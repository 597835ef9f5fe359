import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { mailSetup, type MailSettings } from '../../../../server/contract/notifications/email.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Switch } from '../../../components/input/switch.tsx';
import { Card } from '../../../components/page.tsx';
import { mailSettingsQuery } from './mail-queries.ts';
import { mailState } from './mail-words.ts';

/** Whether mail leaves at all, and what is missing for it. */
export function MailSwitch({ settings }: { readonly settings: MailSettings }) {
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (enabled: boolean) => call(mailSetup.set, { body: { enabled } }),
    onSuccess: (answer) => client.setQueryData(mailSettingsQuery.queryKey, answer),
    onError: (error) => toast.error(messageOf(error)),
  });
  const shown = change.isPending ? change.variables : settings.enabled;
  const { tone, label, sentence } = mailState(settings);
  return (
    <Card className="grid gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="text-base font-semibold">
          <Trans>Mail</Trans>
        </h2>
        <Chip tone={tone}>{label}</Chip>
      </div>
      <Switch
        label={t`Send mail`}
        hint={
          settings.enabled_by_environment ? (
            <Trans>
              Decided where the server is started, by <code className="font-mono">EMAIL_ENABLED</code>.
            </Trans>
          ) : (
            t`Off stops every mail at once, the waiting ones too. What is chosen under Notifications stays.`
          )
        }
        checked={shown}
        disabled={settings.enabled_by_environment}
        onChange={(enabled) => change.mutate(enabled)}
      />
      {tone === 'warn' ? (
        <Banner tone="warn">{sentence}</Banner>
      ) : (
        <p className="text-ink-soft">{sentence}</p>
      )}
    </Card>
  );
}
