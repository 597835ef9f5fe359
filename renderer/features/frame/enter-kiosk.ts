import { t } from '@lingui/core/macro';
import { toast } from 'sonner';
import { canKeepAwake, setKiosk } from '../../hooks/kiosk.ts';

/** Hides everything but the page, and says the way out. */
export function enterKiosk(): void {
  setKiosk(true);
  toast(
    canKeepAwake()
      ? t`Kiosk mode. Press Esc to leave it. The screen stays on.`
      : t`Kiosk mode. Press Esc to leave it. This browser may still dim the screen: turn that off in its power settings.`,
  );
}
