import { formats } from '../../hooks/format.ts';
import { Trans } from '@lingui/react/macro';
import type { Node } from '../../../server/contract/fleet/nodes.ts';
import { fillTone, judgeDisk } from './storage-words.ts';

const FILL = { live: 'bg-live', warn: 'bg-warn', bad: 'bg-bad' };

/** How full a node's recording space is, and whether its disk still allows recording. */
export function StorageBar({ storage }: { readonly storage: Node['storage'] }) {
  if (storage === null)
    return (
      <p className="text-ink-soft">
        <Trans>Storage: not reported yet.</Trans>
      </p>
    );
  const used = storage.used_bytes ?? 0;
  const max = storage.max_bytes ?? 0;
  const percent = max > 0 ? Math.min(100, (used / max) * 100) : 0;
  const disk = judgeDisk(storage);
  return (
    <div className="grid gap-1.5">
      <div className="flex flex-wrap justify-between gap-x-4 text-sm">
        <span>
          {max > 0 ? (
            <Trans>
              Recordings: {formats.bytes(used)} of {formats.bytes(max)}
            </Trans>
          ) : (
            <Trans>Recordings: {formats.bytes(used)}</Trans>
          )}
        </span>
        <span className={disk.tone === 'bad' ? 'text-bad' : 'text-ink-soft'}>{disk.text}</span>
      </div>
      <div aria-hidden="true" className="h-1.5 overflow-hidden rounded-full bg-surface-3">
        <div
          className={`h-full ${disk.tone === 'bad' ? FILL.bad : FILL[fillTone(percent)]}`}
          style={{ width: `${percent}%` }}
        />
      </div>
      {percent >= 90 && disk.tone !== 'bad' ? (
        <p className="text-xs text-ink-soft">
          <Trans>When this space is full, the oldest recordings make room for new ones.</Trans>
        </p>
      ) : null}
    </div>
  );
}
