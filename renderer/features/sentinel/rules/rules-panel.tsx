import { CameraScopeCard } from './camera-scope.tsx';
import type { PartProps } from './change.ts';
import { ReportCard } from './report-card.tsx';
import { ScheduleCard } from './schedule-card.tsx';
import { TriggersCard } from './triggers-card.tsx';

/** The owner's rules; every change is saved at once. */
export function RulesPanel(props: PartProps) {
  return (
    <div className="grid items-start gap-4 xl:grid-cols-2">
      <div className="grid gap-4">
        <TriggersCard {...props} />
        <ScheduleCard {...props} />
        <ReportCard {...props} />
      </div>
      <CameraScopeCard {...props} />
    </div>
  );
}
