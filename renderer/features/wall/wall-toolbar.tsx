import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Keyboard, MonitorPlay } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../components/button.tsx';
import { LAYOUTS, type Layout } from './arrangement.ts';

const NAMES: Record<Layout, { short: string; long: string }> = {
  auto: { short: t`Auto`, long: t`All cameras at once` },
  1: { short: '1', long: t`One camera` },
  2: { short: '2×2', long: t`Two by two` },
  3: { short: '3×3', long: t`Three by three` },
  4: { short: '4×4', long: t`Four by four` },
};

/** A phone has no room for so many columns. */
const LARGE: ReadonlySet<Layout> = new Set(['3', '4']);

interface Props {
  readonly layout: Layout;
  readonly onLayout: (layout: Layout) => void;
  readonly onShortcuts: () => void;
  readonly onKiosk: () => void;
  /** How the cameras fare, beside the buttons. */
  readonly summary: ReactNode;
  /** Filters, between the layouts and the summary. */
  readonly children?: ReactNode;
}

/** Layout of the wall, what it shows, how it fares, its shortcuts and kiosk mode. */
export function WallToolbar({ layout, onLayout, onShortcuts, onKiosk, summary, children }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <fieldset className="flex rounded-sm border bg-surface-1 p-0.5">
        <legend className="sr-only">
          <Trans>Layout</Trans>
        </legend>
        {LAYOUTS.map((name) => (
          <button
            key={name}
            type="button"
            title={NAMES[name].long}
            aria-label={`${NAMES[name].short}: ${NAMES[name].long}`}
            aria-pressed={layout === name}
            onClick={() => onLayout(name)}
            className={`min-h-9 rounded-[6px] px-2.5 text-sm font-medium text-ink-soft hover:text-ink aria-pressed:bg-surface-3 aria-pressed:text-ink sm:px-3 ${LARGE.has(name) ? 'max-sm:not-aria-pressed:hidden' : ''}`}
          >
            {NAMES[name].short}
          </button>
        ))}
      </fieldset>
      {children}
      <div className="ml-auto flex flex-wrap items-center justify-end gap-x-3">
        {summary}
        <div className="flex">
          <IconButton label={t`Keyboard shortcuts`} onClick={onShortcuts} className="max-sm:hidden">
            <Keyboard size={20} aria-hidden="true" />
          </IconButton>
          <IconButton label={t`Kiosk mode: only the cameras`} onClick={onKiosk}>
            <MonitorPlay size={20} aria-hidden="true" />
          </IconButton>
        </div>
      </div>
    </div>
  );
}
