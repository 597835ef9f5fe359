import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type Tone = 'info' | 'warn' | 'bad';

const TONES = {
  info: { look: 'bg-accent-wash', ink: 'text-accent', Icon: Info },
  warn: { look: 'bg-warn-wash', ink: 'text-warn', Icon: TriangleAlert },
  bad: { look: 'bg-bad-wash', ink: 'text-bad', Icon: CircleAlert },
} as const;

interface Props {
  readonly tone: Tone;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** One sentence about something that needs attention, with the next step beside it. */
export function Banner({ tone, children, action }: Props) {
  const { look, ink, Icon } = TONES[tone];
  return (
    <div
      role={tone === 'bad' ? 'alert' : 'status'}
      className={`flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border px-4 py-2.5 ${look}`}
    >
      <div className="flex min-w-0 flex-1 basis-64 gap-3">
        <Icon size={18} aria-hidden="true" className={`mt-0.5 shrink-0 ${ink}`} />
        <div className="min-w-0 flex-1">{children}</div>
      </div>
      {/* On a phone it stands below the sentence. */}
      {action === undefined || action === null ? null : <div className="max-sm:pl-7.5">{action}</div>}
    </div>
  );
}
