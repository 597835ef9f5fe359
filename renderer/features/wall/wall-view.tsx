import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { FolderOpen } from 'lucide-react';
import { useMemo } from 'react';
import type { Camera } from '../../../server/contract/fleet/cameras.ts';
import type { CameraGroup } from '../../../server/contract/fleet/groups.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/page.tsx';
import { useKiosk } from '../../hooks/kiosk.ts';
import { useMe } from '../../session/session-context.ts';
import { arrange, orderWithin } from './arrangement.ts';
import { GroupFilter } from './group-filter.tsx';
import { WallSummary } from './notices/wall-summary.tsx';
import { useArrangement } from './use-arrangement.ts';
import { inChoice, useGroupFilter } from './use-group-filter.ts';
import { useHighlight } from './use-highlight.ts';
import { WallGrid } from './wall-grid.tsx';
import { WallToolbar } from './wall-toolbar.tsx';

interface Props {
  readonly cameras: readonly Camera[];
  readonly groups: readonly CameraGroup[] | undefined;
  readonly onShortcuts: () => void;
  readonly onKiosk: () => void;
}

/** The cameras a person chose to see, in the order and layout of this browser, and what changes these. */
export function WallView({ cameras, groups, onShortcuts, onKiosk }: Props) {
  const { org_id: orgId, is_admin: isAdmin } = useMe();
  const kiosk = useKiosk();
  const { arrangement, setLayout, setOrder } = useArrangement(orgId);
  const { choice, choose } = useGroupFilter(orgId, groups);
  const highlighted = useHighlight();
  const colors = useMemo(() => new Map(groups?.map(({ id, color }) => [id, color])), [groups]);
  const all = useMemo(() => arrange(cameras, arrangement.order), [cameras, arrangement.order]);
  // A link to a camera outweighs the filter: it must be seen.
  const outside = all.some((camera) => camera.camera_id === highlighted && !inChoice(camera, choice));
  const shown = outside ? all : all.filter((camera) => inChoice(camera, choice));
  const order = (part: readonly string[]) =>
    setOrder(
      orderWithin(
        all.map(({ camera_id: id }) => id),
        part,
      ),
    );
  return (
    <>
      {kiosk ? null : (
        <WallToolbar
          layout={arrangement.layout}
          onLayout={setLayout}
          onShortcuts={onShortcuts}
          onKiosk={onKiosk}
          summary={<WallSummary cameras={cameras} />}
        >
          {groups === undefined || groups.length === 0 ? null : (
            <GroupFilter
              groups={groups}
              choice={choice}
              onChoose={choose}
              hasUngrouped={all.some((camera) => camera.group_id === null)}
            />
          )}
        </WallToolbar>
      )}
      {shown.length === 0 ? (
        <EmptyState icon={<FolderOpen size={36} />} title={t`No camera in this group`}>
          <p>
            {isAdmin
              ? t`Open a camera and choose this group there to see it here.`
              : t`An administrator can put cameras into it.`}
          </p>
          <Button onClick={() => choose('all')}>
            <Trans>Show all cameras</Trans>
          </Button>
        </EmptyState>
      ) : (
        <WallGrid
          cameras={shown}
          colors={colors}
          layout={arrangement.layout}
          onOrder={order}
          highlighted={highlighted}
        />
      )}
    </>
  );
}
