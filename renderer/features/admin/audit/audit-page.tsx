import { t } from '@lingui/core/macro';
import { useState } from 'react';
import { Page } from '../../../components/page.tsx';
import { SpanChoice } from '../chart/span-choice.tsx';
import { AuditCharts } from './audit-charts.tsx';
import { AuditLog } from './audit-log.tsx';

/** Who changed what, in charts and line by line. */
export function AuditPage() {
  const [days, setDays] = useState(7);
  return (
    <Page
      title={t`Audit trail`}
      intro={t`Who changed what. Entries cannot be edited; old ones are removed after the retention time.`}
      action={<SpanChoice days={days} onDays={setDays} />}
    >
      <AuditCharts days={days} />
      <AuditLog />
    </Page>
  );
}
