import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { backups, type BackupSchedule } from '../../../../server/contract/backups.ts';
import { call } from '../../../api/client.ts';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { SelectField } from '../../../components/field.tsx';
import { Switch } from '../../../components/input/switch.tsx';
import { Card } from '../../../components/page.tsx';
import { formats } from '../../../hooks/format.ts';
import { useNow } from '../../../hooks/time.ts';
import { backupsQuery, type BackupState } from './backup-queries.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

function nextWords(nextAt: string | null, now: number): string {
  if (nextAt === null) return t`Nobody is reminded while this is off. Back up by hand now and then.`;
  const next = Date.parse(nextAt);
  if (next <= now) return t`The next one is made within the next few minutes.`;
  return t`The next one is made ${formats.relative(next, now)}, on ${formats.moment(next, now)}.`;
}

/** When backups are made by themselves. */
export function ScheduleCard({ state }: { readonly state: BackupState }) {
  const client = useQueryClient();
  const now = useNow(30_000);
  const save = useMutation({
    mutationFn: (schedule: BackupSchedule) => call(backups.setSchedule, { body: schedule }),
    onSuccess: () => client.invalidateQueries({ queryKey: backupsQuery.queryKey }),
  });
  const schedule = save.isPending ? save.variables : state.schedule;
  return (
    <Card className="grid gap-4">
      <h2 className="text-base font-semibold">
        <Trans>Daily backups</Trans>
      </h2>
      <Switch
        label={t`Back up every day`}
        hint={nextWords(state.next_at, now)}
        checked={schedule.enabled}
        disabled={save.isPending}
        onChange={(enabled) => save.mutate({ ...schedule, enabled })}
      />
      {schedule.enabled ? (
        <div className="max-w-xs">
          <SelectField
            label={t`At`}
            hint={t`By the clock of the computer on which Sentinel runs. If it is off then, the backup is made when it is on again.`}
            value={schedule.hour}
            disabled={save.isPending}
            onChange={({ target }) => save.mutate({ ...schedule, hour: Number(target.value) })}
          >
            {HOURS.map((hour) => (
              <option key={hour} value={hour}>
                {formats.timeOfDay(hour * 60)}
              </option>
            ))}
          </SelectField>
        </div>
      ) : null}
      <p className="max-w-prose text-ink-soft">
        <Trans>
          Of these, the last 7 days and the 4 weeks before are kept; older ones are deleted. Backups made by
          hand stay until you delete them.
        </Trans>
      </p>
      {save.isError ? <Banner tone="bad">{messageOf(save.error)}</Banner> : null}
    </Card>
  );
}
