import { useQuery } from '@tanstack/react-query';
import { FolderOpen } from 'lucide-react';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { toast } from 'sonner';
import { messageOf, UnreachableError } from '../../api/errors.ts';
import { camerasQuery, groupsQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Loading } from '../../components/loading.tsx';
import { EmptyState } from '../../components/page.tsx';
import { canKeepAwake, setKiosk, useKiosk } from '../../hooks/kiosk.ts';
import { useMe } from '../../session/session-context.ts';
import { arrange } from './arrangement.ts';
import { GroupFilter } from './group-filter.tsx';
import { useArrangement } from './use-arrangement.ts';
import { inChoice, useGroupFilter } from './use-group-filter.ts';
import { useHighlight } from './use-highlight.ts';
import { WallGrid } from './wall-grid.tsx';
import { WallToolbar } from './wall-toolbar.tsx';
import { Welcome } from './welcome.tsx';

const ShortcutsDialog = lazy(async () => ({
  default: (await import('./shortcuts-dialog.tsx')).ShortcutsDialog,
}));

function enterKiosk(): void {
  setKiosk(true);
  toast(
    canKeepAwake()
      ? 'Kiosk mode. Press Esc to leave it. The screen stays on.'
      : 'Kiosk mode. Press Esc to leave it. This browser may still dim the screen: turn that off in its power settings.',
  );
}

function useShortcutsKey(open: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof Element && event.target.closest('input,textarea,select') !== null;
      if (event.key === '?' && !typing) open();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [open]);
}

/** All cameras, live. */
export function WallPage() {
  const me = useMe();
  const kiosk = useKiosk();
  const { data, error, isPending } = useQuery(camerasQuery);
  const { data: groups } = useQuery(groupsQuery);
  const { arrangement, setLayout, setOrder } = useArrangement(me.org_id);
  const { choice, choose } = useGroupFilter(me.org_id, groups);
  const highlighted = useHighlight();
  const [helping, setHelping] = useState(false);
  useShortcutsKey(useMemo(() => () => setHelping(true), []));
  const cameras = useMemo(() => {
    // A link to a camera outweighs the filter: it must be seen.
    const hidden = data?.some((camera) => camera.camera_id === highlighted && !inChoice(camera, choice));
    const shown = (data ?? []).filter((camera) => hidden === true || inChoice(camera, choice));
    return arrange(shown, arrangement.order);
  }, [data, arrangement.order, choice, highlighted]);

  if (isPending) return <Loading label="Looking for cameras…" />;
  if (data === undefined) {
    return error instanceof UnreachableError ? null : <Banner tone="bad">{messageOf(error)}</Banner>;
  }
  if (data.length === 0) return <Welcome />;
  return (
    <div className={`grid grid-cols-[minmax(0,1fr)] gap-3 ${kiosk ? 'p-3' : ''}`}>
      <h1 className="sr-only">Cameras</h1>
      {kiosk ? null : (
        <WallToolbar
          layout={arrangement.layout}
          onLayout={setLayout}
          onShortcuts={() => setHelping(true)}
          onKiosk={enterKiosk}
        >
          {groups === undefined || groups.length === 0 ? null : (
            <GroupFilter
              groups={groups}
              choice={choice}
              onChoose={choose}
              hasUngrouped={data.some((camera) => camera.group_id === null)}
            />
          )}
        </WallToolbar>
      )}
      {cameras.length === 0 ? (
        <EmptyState icon={<FolderOpen size={36} />} title="No camera in this group">
          <p>Open a camera and choose this group there to see it here.</p>
          <Button onClick={() => choose('all')}>Show all cameras</Button>
        </EmptyState>
      ) : (
        <WallGrid
          cameras={cameras}
          layout={arrangement.layout}
          onOrder={setOrder}
          highlighted={highlighted}
        />
      )}
      {helping ? (
        <Suspense fallback={null}>
          <ShortcutsDialog onClose={() => setHelping(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
