import { t } from '@lingui/core/macro';
import { BellOff } from 'lucide-react';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { IconButton } from '../../../components/button.tsx';
import { Menu } from '../../../components/menu.tsx';
import { useSnoozeEntries } from './use-snooze-entries.tsx';

interface Props {
  readonly camera: Camera;
  readonly now: number;
}

/** Opens the choices that keep a camera or its group quiet. */
export function SnoozeButton({ camera, now }: Props) {
  const { start, end } = useSnoozeEntries(camera, now);
  const label = t`Snooze ${camera.name}`;
  return (
    <Menu
      label={label}
      trigger={
        <IconButton label={label}>
          <BellOff size={16} aria-hidden="true" />
        </IconButton>
      }
      entries={[...end, ...start]}
    />
  );
}
