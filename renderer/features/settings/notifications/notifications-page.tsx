import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import { type NotificationSwitches, settings } from '../../../../server/contract/settings.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { KEYS } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card, Page } from '../../../components/page.tsx';
import { Switch } from '../../../components/input/switch.tsx';
import { MailOffStrip } from './mail-off-strip.tsx';
import { mailSettingsQuery } from '../mail/mail-queries.ts';
import { MotionPause } from './motion-pause.tsx';
import { INBOX_SWITCHES, MAIL_SWITCHES, type SwitchWords } from './notification-words.ts';

const switchesQuery = queryOptions({
  queryKey: [KEYS.settings, 'notifications'],
  queryFn: () => call(settings.notifications),
});
const ingestionQuery = queryOptions({
  queryKey: [KEYS.settings, 'motion-ingestion'],
  queryFn: () => call(settings.motionIngestion),
});

/** Switches show the new position at once and go back when the server refuses. */
function useSwitches() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<NotificationSwitches>) => call(settings.setNotifications, { body }),
    onMutate: async (part) => {
      await client.cancelQueries({ queryKey: switchesQuery.queryKey });
      client.setQueryData(switchesQuery.queryKey, (old) => old && { ...old, ...part });
    },
    onError: (error) => toast.error(messageOf(error)),
    onSettled: () => client.invalidateQueries({ queryKey: switchesQuery.queryKey }),
  });
}

interface ListProps {
  readonly list: readonly SwitchWords[];
  readonly values: NotificationSwitches;
  readonly onChange: (part: Partial<NotificationSwitches>) => void;
}

function SwitchList({ list, values, onChange }: ListProps) {
  return (
    <ul className="divide-y">
      {list.map(({ name, label, hint, to }) => (
        <li key={name} className="py-3.5">
          <Switch
            label={label}
            hint={to === undefined ? hint : `${hint} ${to}`}
            checked={values[name]}
            onChange={(checked) => onChange({ [name]: checked })}
          />
        </li>
      ))}
    </ul>
  );
}

function MotionReports() {
  const client = useQueryClient();
  const { data } = useQuery(ingestionQuery);
  const change = useMutation({
    mutationFn: (enabled: boolean) => call(settings.setMotionIngestion, { body: { enabled } }),
    onSuccess: (answer) => client.setQueryData(ingestionQuery.queryKey, answer),
    onError: (error) => toast.error(messageOf(error)),
  });
  if (data === undefined) return null;
  const shown = change.isPending ? change.variables : data.motion_ingestion_enabled;
  return (
    <Card>
      <Switch
        label={t`Store motion reports`}
        hint={t`Off means: nodes may report motion, but nothing is kept, shown or sent on. What is stored already stays.`}
        checked={shown}
        onChange={(enabled) => change.mutate(enabled)}
      />
    </Card>
  );
}

/** The switches of mail: they can be set while no mail leaves, too. */
function ByMail({ values, onChange }: Omit<ListProps, 'list'>) {
  const { data, error } = useQuery(mailSettingsQuery);
  return (
    <Card className="grid gap-2">
      <h2 className="text-base font-semibold">
        <Trans>By e-mail</Trans>
      </h2>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined ? null : <MailOffStrip settings={data} />}
      <SwitchList list={MAIL_SWITCHES} values={values} onChange={onChange} />
      {data === undefined ? null : <MotionPause minutes={data.motion_cooldown_minutes} />}
    </Card>
  );
}

/** What people are told about, and how. */
export function NotificationsPage() {
  const { data, error, isPending } = useQuery(switchesQuery);
  const { mutate } = useSwitches();
  return (
    <Page title={t`Notifications`} intro={t`What is worth a notice. A change takes effect at once.`}>
      {isPending ? <Loading /> : null}
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined ? null : (
        <>
          <MotionReports />
          <Card className="pb-2">
            <h2 className="text-base font-semibold">
              <Trans>In the dashboard</Trans>
            </h2>
            <SwitchList list={INBOX_SWITCHES} values={data} onChange={mutate} />
          </Card>
          <ByMail values={data} onChange={mutate} />
        </>
      )}
    </Page>
  );
}
