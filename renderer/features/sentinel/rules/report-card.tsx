import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Switch } from '../../../components/input/switch.tsx';
import { Card } from '../../../components/page.tsx';
import { timeProblem } from './field-problems.ts';
import type { PartProps } from './change.ts';
import { SettledField } from './settled-field.tsx';

/** A run every day that tells what happened. */
export function ReportCard({ rules, isReadOnly, onChange }: PartProps) {
  return (
    <Card className="grid gap-4">
      <h2 className="text-base font-semibold">
        <Trans>Daily report</Trans>
      </h2>
      <Switch
        label={t`Write a report every day`}
        hint={t`One run a day that sums up what happened overnight, whatever the hours above say.`}
        checked={rules.daily_report_enabled}
        disabled={isReadOnly}
        onChange={(on) => onChange(() => ({ daily_report_enabled: on }))}
      />
      {rules.daily_report_enabled ? (
        <div className="w-40 border-l-2 pl-4">
          <SettledField
            label={t`At`}
            type="time"
            value={rules.daily_report_time}
            disabled={isReadOnly}
            problemOf={timeProblem}
            onCommit={(text) => onChange(() => ({ daily_report_time: text }))}
          />
        </div>
      ) : null}
    </Card>
  );
}
