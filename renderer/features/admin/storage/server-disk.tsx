import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Chip } from '../../../components/chip.tsx';
import { Card } from '../../../components/page.tsx';
import { healthQuery } from '../health-queries.ts';
import { checkState } from '../health-words.ts';
import { DiskParts } from './disk-parts.tsx';

/** The disk of this server, which keeps logs, incidents and settings. */
export function ServerDisk() {
  const { data } = useQuery(healthQuery);
  const disk = data?.checks['disk'];
  if (disk === undefined) return null;
  const { bytes_used: used, bytes_free: free } = disk;
  if (typeof used !== 'number' || typeof free !== 'number') return null;
  const state = checkState(disk.status);
  return (
    <Card className="grid content-start gap-4">
      <div className="flex items-start justify-between gap-3">
        <div className="grid min-w-0 gap-0.5">
          <h2 className="text-base font-semibold">
            <Trans>This server</Trans>
          </h2>
          <p className="text-ink-soft">
            <Trans>Keeps settings, logs and incidents, no recordings.</Trans>
          </p>
        </div>
        <span className="inline-flex shrink-0">
          <Chip tone={state.tone}>{state.text}</Chip>
        </span>
      </div>
      <DiskParts use={{ recordings: 0, other: used, free }} />
    </Card>
  );
}
