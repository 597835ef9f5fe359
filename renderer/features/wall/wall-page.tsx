import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { toast } from 'sonner';
import { messageOf, UnreachableError } from '../../api/errors.ts';
import { camerasQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Loading } from '../../components/loading.tsx';
import { canKeepAwake, setKiosk, useKiosk } from '../../hooks/kiosk.ts';
import { useMe } from '../../session/session-context.ts';
import { arrange } from './arrangement.ts';
import { useArrangement } from './use-arrangement.ts';
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
  const { arrangement, setLayout, setOrder } = useArrangement(me.org_id);
  const [helping, setHelping] = useState(false);
  useShortcutsKey(useMemo(() => () => setHelping(true), []));
  const cameras = useMemo(() => arrange(data ?? [], arrangement.order), [data, arrangement.order]);

  if (isPending) return <Loading label="Looking for cameras…" />;
  if (data === undefined) {
    return error instanceof UnreachableError ? null : <Banner tone="bad">{messageOf(error)}</Banner>;
  }
  if (cameras.length === 0) return <Welcome />;
  return (
    <div className={`grid gap-3 ${kiosk ? 'p-3' : ''}`}>
      <h1 className="sr-only">Cameras</h1>
      {kiosk ? null : (
        <WallToolbar
          layout={arrangement.layout}
          onLayout={setLayout}
          onShortcuts={() => setHelping(true)}
          onKiosk={enterKiosk}
        />
      )}
      <WallGrid cameras={cameras} layout={arrangement.layout} onOrder={setOrder} />
      {helping ? (
        <Suspense fallback={null}>
          <ShortcutsDialog onClose={() => setHelping(false)} />
        </Suspense>
      ) : null}
    </div>
  );
}
