import { useQueryClient } from '@tanstack/react-query';
import { useLocation, useNavigate } from 'react-router';
import { toast } from 'sonner';
import { messageOf } from '../../api/errors.ts';
import { snoozesQuery } from '../../api/queries.ts';
import { setTheme } from '../../hooks/theme.ts';
import { chooseLanguage } from '../../language/language.ts';
import { useSession } from '../../session/session-context.ts';
import { enterKiosk } from '../frame/enter-kiosk.ts';
import { showOverlay } from '../frame/overlay/shown-overlay.ts';
import { cameraTarget, snoozesOf } from '../inbox/snooze/quiet.ts';
import { endSnoozes, snooze } from '../inbox/snooze/snooze-actions.ts';
import { type IncidentStart, NO_START, startFromCamera } from '../incidents/filing/incident-draft.ts';
import type { Act, NamedCamera } from './items/item.ts';

interface Dialogs {
  readonly onSnapshot: (camera: NamedCamera) => void;
  readonly onIncident: (start: IncidentStart) => void;
}

/** What is done at once; everything but the questions that the palette asks itself. */
type Deed = Exclude<Act, { readonly kind: 'ask' }>;

/** The camera somebody looks at, if this page is about one. */
function cameraOfPath(pathname: string): string | null {
  const [, id] = /^\/cameras\/([^/]+)$/.exec(pathname) ?? [];
  return id === undefined ? null : decodeURIComponent(id);
}

/** Does what was chosen. Failures are told as a toast. */
export function usePerform({ onSnapshot, onIncident }: Dialogs): (deed: Deed) => void {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { pathname } = useLocation();
  const { signOut } = useSession();
  const endSnooze = (camera: NamedCamera) => {
    const all = client.getQueryData(snoozesQuery.queryKey) ?? [];
    void endSnoozes(client, snoozesOf(all, { ...camera, group_id: null }, Date.now()));
  };
  const fileIncident = () => {
    const cameraId = cameraOfPath(pathname);
    onIncident(cameraId === null ? NO_START : startFromCamera(cameraId));
  };
  return (deed) => {
    switch (deed.kind) {
      case 'go':
        void navigate(deed.to);
        break;
      case 'snapshot':
        onSnapshot(deed.camera);
        break;
      case 'snooze':
        void snooze(client, [cameraTarget(deed.camera.camera_id)], deed.span, deed.camera.name);
        break;
      case 'end-snooze':
        endSnooze(deed.camera);
        break;
      case 'file-incident':
        fileIncident();
        break;
      case 'theme':
        setTheme(deed.theme);
        break;
      case 'language':
        chooseLanguage(deed.language);
        break;
      case 'kiosk':
        void navigate('/');
        enterKiosk();
        break;
      case 'shortcuts':
        showOverlay('shortcuts');
        break;
      case 'sign-out':
        signOut().catch((error: unknown) => toast.error(messageOf(error)));
        break;
    }
  };
}
