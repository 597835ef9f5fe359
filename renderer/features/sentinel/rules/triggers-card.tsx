import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { settingsQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Switch } from '../../../components/input/switch.tsx';
import { Card } from '../../../components/page.tsx';
import { cooldownProblem } from './field-problems.ts';
import type { PartProps } from './change.ts';
import { SettledField } from './settled-field.tsx';

/** Muting motion in the inbox means that Sentinel hears of none. */
function MotionMuted() {
  const { data } = useQuery(settingsQuery);
  if (data === undefined || data.notifications.motion_notifications) return null;
  return (
    <Banner
      tone="warn"
      action={
        <Link to="/settings/notifications" className="font-medium text-accent underline">
          <Trans>Notifications</Trans>
        </Link>
      }
    >
      <Trans>
        Motion is muted in the notifications of this place, so it starts no run. Snoozing a camera does not do
        that.
      </Trans>
    </Banner>
  );
}

/** What makes Sentinel look. */
export function TriggersCard({ rules, isReadOnly, onChange }: PartProps) {
  return (
    <Card className="grid gap-4">
      <h2 className="text-base font-semibold">
        <Trans>What starts a run</Trans>
      </h2>
      <Switch
        label={t`Motion`}
        hint={t`A camera reports motion.`}
        checked={rules.motion_enabled}
        disabled={isReadOnly}
        onChange={(on) => onChange(() => ({ motion_enabled: on }))}
      />
      {rules.motion_enabled ? (
        <div className="grid gap-3 border-l-2 pl-4">
          <div className="max-w-72">
            <SettledField
              label={t`Minutes between runs of a camera`}
              type="number"
              min={1}
              max={60}
              value={String(rules.motion_cooldown_min)}
              hint={t`Motion within this time starts no other run there.`}
              disabled={isReadOnly}
              problemOf={cooldownProblem}
              onCommit={(text) => onChange(() => ({ motion_cooldown_min: Number(text) }))}
            />
          </div>
          <MotionMuted />
        </div>
      ) : null}
      <Switch
        label={t`New incidents`}
        hint={t`A person files an incident. Those that AI agents file start no run.`}
        checked={rules.incident_opened_enabled}
        disabled={isReadOnly}
        onChange={(on) => onChange(() => ({ incident_opened_enabled: on }))}
      />
    </Card>
  );
}
