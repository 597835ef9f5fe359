import { plural, t } from '@lingui/core/macro';
import type { QueryClient } from '@tanstack/react-query';
import { BellOff } from 'lucide-react';
import { toast } from 'sonner';
import type {
  DashboardMessage,
  MotionMessage,
  NotificationMessage,
} from '../../../server/contract/dashboard-events.ts';
import { camerasQuery, snoozesQuery } from '../../api/queries.ts';
import { isSnoozable } from '../inbox/snooze/snoozable.ts';
import { linkOf } from '../inbox/notification-words.ts';
import { cameraTarget, quietUntil } from '../inbox/snooze/quiet.ts';
import { snooze } from '../inbox/snooze/snooze-actions.ts';
import { type Span, SPANS } from '../inbox/snooze/spans.ts';
import { BURST_MS, MotionRounds, roundWords } from './motion-bursts.ts';
import { isPressing, NOTICE_MS, NoticeRounds, noticeWords } from './notice-rounds.ts';

/** Something critical stays longer. */
const CRITICAL_MS = 30_000;

interface BodyProps {
  readonly text: string;
  /** What the buttons would quieten, for people. */
  readonly subject: string;
  /** `null` where there is nothing to quieten, or the person may not. */
  readonly onSnooze: ((span: Span) => void) | null;
}

function Body({ text, subject, onSnooze }: BodyProps) {
  return (
    <span className="grid gap-1.5">
      <span className="line-clamp-3">{text}</span>
      {onSnooze === null ? null : (
        <span className="-ml-1 flex flex-wrap items-center gap-1 text-xs">
          <BellOff size={14} aria-hidden="true" className="mx-1 text-ink-soft" />
          {SPANS.map(({ value, short, text: words }) => (
            <button
              key={value}
              type="button"
              title={t`Snooze ${subject}: ${words}`}
              aria-label={t`${short}: snooze ${subject}`}
              onClick={() => onSnooze(value)}
              className="min-h-7 rounded-[6px] border border-line bg-surface-2 px-2 font-medium text-ink hover:bg-surface-3"
            >
              {short}
            </button>
          ))}
        </span>
      )}
    </span>
  );
}

export interface ToastContext {
  readonly client: QueryClient;
  readonly isAdmin: () => boolean;
  readonly go: (path: string) => void;
}

/** Turns what happens into as few toasts as possible, and none for snoozed cameras. */
export class EventToasts {
  readonly #motion = new MotionRounds();
  readonly #notices = new NoticeRounds();
  readonly #context: ToastContext;

  constructor(context: ToastContext) {
    this.#context = context;
  }

  /** Shows what one message is worth. */
  tell(message: DashboardMessage): void {
    if (message.type !== 'motion' && message.type !== 'notification') return;
    const { client } = this.#context;
    // A page without cameras has not asked for their names; nobody knows a camera by its id.
    if (client.getQueryData(camerasQuery.queryKey) === undefined)
      void client.prefetchQuery(camerasQuery).then(() => this.#show(message));
    else this.#show(message);
  }

  #show(message: MotionMessage | NotificationMessage): void {
    if (message.type === 'motion') this.#motionSeen(message);
    if (message.type === 'notification') this.#noticed(message);
  }

  #motionSeen(message: MotionMessage): void {
    if (this.#isQuiet(message.camera_id)) return;
    const round = this.#motion.add(message, performance.now());
    if (round === null) return;
    const { id, bursts } = round;
    const ids = bursts.map(({ cameraId }) => cameraId);
    const { title, text } = roundWords(round, this.#nameOf);
    const [only] = ids;
    const path =
      only !== undefined && ids.length === 1 ? `/dashboard?camera=${encodeURIComponent(only)}` : '/motion';
    toast(title, {
      id,
      description: <Body text={text} {...this.#snoozing(ids, id)} />,
      duration: BURST_MS,
      action: { label: t`Show`, onClick: () => this.#context.go(path) },
      onDismiss: () => this.#motion.close(id),
    });
  }

  #noticed(message: NotificationMessage): void {
    if (!isPressing(message)) return;
    const round = this.#notices.add(message, performance.now());
    const { id, notices } = round;
    const { title, text, link } = noticeWords(round, this.#nameOf);
    const ids = isSnoozable(message.kind) ? notices.flatMap(({ camera_id: of }) => of ?? []) : [];
    const path = linkOf({ link });
    const isWarning = message.severity === 'warning';
    const show = isWarning ? toast.warning : toast.error;
    show(title, {
      id,
      classNames: { icon: isWarning ? 'text-warn' : 'text-bad' },
      description: <Body text={text} {...this.#snoozing(ids, id)} />,
      duration: message.severity === 'critical' ? CRITICAL_MS : NOTICE_MS,
      ...(path === null ? {} : { action: { label: t`Show`, onClick: () => this.#context.go(path) } }),
    });
  }

  readonly #nameOf = (cameraId: string): string => this.#camera(cameraId)?.name ?? cameraId;

  #camera(cameraId: string) {
    const cameras = this.#context.client.getQueryData(camerasQuery.queryKey);
    return cameras?.find(({ camera_id: id }) => id === cameraId);
  }

  #isQuiet(cameraId: string): boolean {
    const all = this.#context.client.getQueryData(snoozesQuery.queryKey) ?? [];
    const place = this.#camera(cameraId) ?? { camera_id: cameraId, group_id: null };
    return quietUntil(all, place, Date.now()) !== null;
  }

  /** Buttons for cameras that are known; the toast has done its work once one was pressed. */
  #snoozing(cameraIds: readonly string[], toastId: string): Pick<BodyProps, 'subject' | 'onSnooze'> {
    const { client, isAdmin } = this.#context;
    const known = cameraIds.filter((id) => this.#camera(id) !== undefined);
    const [only] = known;
    const subject =
      only !== undefined && known.length === 1
        ? this.#nameOf(only)
        : plural(known.length, { one: '# camera', other: '# cameras' });
    if (only === undefined || !isAdmin()) return { subject, onSnooze: null };
    const onSnooze = (span: Span) => {
      toast.dismiss(toastId);
      void snooze(client, known.map(cameraTarget), span, subject);
    };
    return { subject, onSnooze };
  }
}
