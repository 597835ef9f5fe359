import { NewNodeBanner } from '../features/nodes/new-node-banner.tsx';
import { ServerWarnings } from '../features/frame/server-warnings.tsx';
import { useMe } from '../session/session-context.ts';

/** What administrators see above every page. */
export function Notices() {
  const me = useMe();
  if (!me.is_admin) return null;
  return (
    <>
      <ServerWarnings />
      <NewNodeBanner orgId={me.org_id} />
    </>
  );
}
