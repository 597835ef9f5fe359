import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Camera, FilePlus2, Film, type LucideIcon, NotebookPen, Pencil, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Evidence, IncidentRevision } from '../../../../../server/contract/incidents/incidents.ts';
import { Button } from '../../../../components/button.tsx';
import { momentOf } from '../../../admin/moment.ts';
import { nameOf } from '../../../agents/key-name.ts';
import { AuthorMark } from '../../incident-marks.tsx';
import { type Author, isByAgent } from '../../incident-words.ts';
import { ScrollText } from '../text/scroll-text.tsx';
import { changeWords, fieldInSentence, type TimelineItem } from './timeline.ts';

const EVIDENCE_ICONS = { observation: NotebookPen, snapshot: Camera, clip: Film } as const;
const EVIDENCE_WORDS = { observation: t`Observation`, snapshot: t`Picture`, clip: t`Clip` } as const;
const SHOW_WORDS = { snapshot: t`Show picture`, clip: t`Play clip` } as const;

interface EntryProps {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly at: string;
  readonly author: Author | null;
  readonly children?: ReactNode;
}

function Entry({ icon: Icon, title, at, author, children }: EntryProps) {
  return (
    <li data-testid="timeline-entry" className="grid grid-cols-[auto_minmax(0,1fr)] gap-3">
      <span className="mt-0.5 inline-flex size-7 items-center justify-center rounded-full border bg-surface-2 text-ink-soft">
        <Icon size={14} aria-hidden="true" />
      </span>
      <div className="grid min-w-0 justify-items-start gap-1 pb-1">
        <span className="font-medium">{title}</span>
        <span className="flex max-w-full flex-wrap items-center gap-x-2 text-xs text-ink-soft">
          <time dateTime={at}>{momentOf(at)}</time>
          {author === null ? null : <AuthorMark author={author} named />}
        </span>
        {children}
      </div>
    </li>
  );
}

function evidenceTitle(kind: Evidence['kind'], camera: string | null): string {
  if (kind === 'observation' || camera === null) return EVIDENCE_WORDS[kind];
  return kind === 'clip' ? t`Clip of ${camera}` : t`Picture of ${camera}`;
}

function EvidenceEntry({
  piece,
  camera,
  onShow,
}: {
  readonly piece: Evidence;
  readonly camera: string | null;
  readonly onShow: () => void;
}) {
  const { kind, text } = piece;
  return (
    <Entry icon={EVIDENCE_ICONS[kind]} title={evidenceTitle(kind, camera)} at={piece.timestamp} author={null}>
      {text === null ? null : <p className="line-clamp-3 max-w-full break-words text-ink-soft">{text}</p>}
      {kind === 'observation' ? null : (
        <button type="button" onClick={onShow} className="rounded-sm text-accent underline">
          {SHOW_WORDS[kind]}
        </button>
      )}
    </Entry>
  );
}

function Change({ change }: { readonly change: IncidentRevision['changes'][number] }) {
  const { field, before, after, long } = changeWords(change);
  if (!long) {
    return (
      <p className="max-w-full break-words">
        {field}: {before} <span aria-hidden="true">→</span>
        <span className="sr-only">
          <Trans>changed to</Trans>
        </span>{' '}
        {after}
      </p>
    );
  }
  return (
    <details className="w-full min-w-0">
      <summary className="text-accent underline">
        <Trans>{field}: before and after</Trans>
      </summary>
      <div className="mt-2 grid gap-2">
        {[
          [t`Before`, before],
          [t`After`, after],
        ].map(([title, text]) => (
          <div key={title} className="grid gap-1">
            <span className="text-xs text-ink-soft">{title}</span>
            <ScrollText text={text ?? ''} />
          </div>
        ))}
      </div>
    </details>
  );
}

interface ChangeProps {
  readonly revision: IncidentRevision;
  readonly undoing: boolean;
  readonly onUndo: () => void;
}

function ChangeEntry({ revision, undoing, onUndo }: ChangeProps) {
  const { by, by_name: name, changes, undoes } = revision;
  const fields = changes.map(({ field }) => fieldInSentence(field)).join(', ');
  return (
    <Entry
      icon={undoes === null ? Pencil : Undo2}
      title={undoes === null ? t`Changed ${fields}` : t`Took back a change of ${fields}`}
      at={revision.at}
      author={isByAgent(by) ? { kind: 'ai', name: nameOf(name) } : { kind: 'person', name }}
    >
      {changes.map((change) => (
        <Change key={change.field} change={change} />
      ))}
      {revision.can_undo ? (
        <Button
          className="mt-1"
          busy={undoing}
          aria-label={t`Undo: changed ${fields}, ${momentOf(revision.at)}`}
          onClick={onUndo}
        >
          <Undo2 size={15} aria-hidden="true" />
          <Trans>Undo</Trans>
        </Button>
      ) : null}
    </Entry>
  );
}

interface Props {
  readonly items: readonly TimelineItem[];
  readonly authorOf: (tag: string) => Author;
  /** `null` for evidence that names no camera. */
  readonly cameraOf: (piece: Evidence) => string | null;
  readonly onShow: (evidenceId: number) => void;
  /** Id of the change that is being taken back. */
  readonly undoing: number | null;
  readonly onUndo: (revisionId: number) => void;
}

/** All that happened to an incident, oldest first. */
export function TimelineList({ items, authorOf, cameraOf, onShow, undoing, onUndo }: Props) {
  return (
    <ol aria-label={t`Timeline`} className="grid gap-4">
      {items.map((item) => {
        switch (item.kind) {
          case 'filed':
            return (
              <Entry
                key={item.key}
                icon={FilePlus2}
                title={t`Filed`}
                at={new Date(item.at).toISOString()}
                author={authorOf(item.by)}
              />
            );
          case 'evidence':
            return (
              <EvidenceEntry
                key={item.key}
                piece={item.evidence}
                camera={cameraOf(item.evidence)}
                onShow={() => onShow(item.evidence.id)}
              />
            );
          case 'change':
            return (
              <ChangeEntry
                key={item.key}
                revision={item.revision}
                undoing={undoing === item.revision.id}
                onUndo={() => onUndo(item.revision.id)}
              />
            );
        }
      })}
    </ol>
  );
}
