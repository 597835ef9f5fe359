import { t } from '@lingui/core/macro';
import {
  ArrowLeft,
  ArrowRight,
  Camera as CameraIcon,
  Circle,
  CircleStop,
  FilePlus2,
  Maximize,
  Maximize2,
  MoreVertical,
  Pause,
  Play,
  Volume2,
  VolumeX,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu, type MenuEntry } from '../../../components/menu.tsx';

interface Props {
  readonly name: string;
  /** False takes the buttons out of the Tab order: only the current tile has its buttons in it. */
  readonly reachable: boolean;
  readonly paused: boolean;
  readonly muted: boolean;
  readonly recordingWanted: boolean;
  /** `null` for people who may not decide about recording. */
  readonly onRecord: (() => void) | null;
  readonly onOpen: () => void;
  readonly onPause: () => void;
  readonly onMute: () => void;
  readonly onSnapshot: () => void;
  /** `null` for people who may not file incidents. */
  readonly onIncident: (() => void) | null;
  readonly onFullScreen: () => void;
  readonly onMove: (by: number) => void;
  /** Choices that quieten the camera; none for people who may not. */
  readonly snooze: readonly MenuEntry[];
}

const BUTTON =
  'inline-flex size-9 items-center justify-center rounded-sm bg-video/75 text-white hover:bg-video focus-visible:outline-white';
/** On a small tile there is room for the rest only; the keys still work. */
const ROOMY = 'hidden @min-[15.5rem]:inline-flex';
/** A finger cannot hover: where it is the pointer, these come with the first tap, so that they do not lie on every picture. */
const ON_TAP = 'pointer-coarse:group-not-focus-within:hidden!';

interface ControlProps {
  readonly label: string;
  readonly reachable: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly className?: string;
}

function Control({ label, reachable, onClick, children, className = '' }: ControlProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      tabIndex={reachable ? 0 : -1}
      onClick={onClick}
      className={`${BUTTON} ${className}`}
    >
      {children}
    </button>
  );
}

const icon = (Icon: typeof Pause) => <Icon size={16} aria-hidden="true" />;

function entriesOf(props: Props): MenuEntry[] {
  const { onOpen, onSnapshot, onIncident, onRecord, onMove, recordingWanted, snooze } = props;
  const incident: MenuEntry[] =
    onIncident === null
      ? []
      : [
          {
            kind: 'action',
            id: 'incident',
            icon: icon(FilePlus2),
            text: t`File an incident…`,
            onSelect: onIncident,
          },
        ];
  const record: MenuEntry[] =
    onRecord === null
      ? []
      : [
          {
            kind: 'action',
            id: 'record',
            icon: icon(recordingWanted ? CircleStop : Circle),
            text: recordingWanted ? t`Stop recording` : t`Start recording`,
            onSelect: onRecord,
          },
        ];
  return [
    {
      kind: 'action',
      id: 'open',
      icon: icon(Maximize2),
      text: t({ message: 'Open', context: 'what a button does' }),
      onSelect: onOpen,
    },
    {
      kind: 'action',
      id: 'snapshot',
      icon: icon(CameraIcon),
      text: t`Take a snapshot`,
      onSelect: onSnapshot,
    },
    ...record,
    ...incident,
    ...snooze,
    {
      kind: 'action',
      id: 'back',
      icon: icon(ArrowLeft),
      text: t`Move one place back`,
      onSelect: () => onMove(-1),
    },
    {
      kind: 'action',
      id: 'on',
      icon: icon(ArrowRight),
      text: t`Move one place on`,
      onSelect: () => onMove(1),
    },
  ];
}

/** What can be done with one tile by pointer; every action has a key as well. */
export function TileControls(props: Props) {
  const { name, reachable, paused, muted, recordingWanted, onRecord } = props;
  const PauseIcon = paused ? Play : Pause;
  const SoundIcon = muted ? VolumeX : Volume2;
  const RecordIcon = recordingWanted ? CircleStop : Circle;
  return (
    <div className="absolute right-1.5 bottom-1.5 flex gap-1 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-[[data-state=open]]:opacity-100 pointer-coarse:opacity-100">
      <Control
        label={paused ? t`Play ${name}` : t`Pause ${name}`}
        reachable={reachable}
        onClick={props.onPause}
        className={`${ROOMY} ${ON_TAP}`}
      >
        <PauseIcon size={17} aria-hidden="true" />
      </Control>
      <Control
        label={muted ? t`Sound on for ${name}` : t`Mute ${name}`}
        reachable={reachable}
        onClick={props.onMute}
        className={`${ROOMY} ${ON_TAP}`}
      >
        <SoundIcon size={17} aria-hidden="true" />
      </Control>
      <Control
        label={t`Snapshot of ${name}`}
        reachable={reachable}
        onClick={props.onSnapshot}
        className={ON_TAP}
      >
        <CameraIcon size={17} aria-hidden="true" />
      </Control>
      {onRecord === null ? null : (
        <Control
          label={recordingWanted ? t`Stop recording ${name}` : t`Record ${name}`}
          reachable={reachable}
          onClick={onRecord}
          className={ON_TAP}
        >
          <RecordIcon size={17} aria-hidden="true" />
        </Control>
      )}
      <Control
        label={t`Full screen for ${name}`}
        reachable={reachable}
        onClick={props.onFullScreen}
        className={ROOMY}
      >
        <Maximize size={17} aria-hidden="true" />
      </Control>
      <Menu
        label={t`More for ${name}`}
        trigger={
          <button
            type="button"
            aria-label={t`More for ${name}`}
            tabIndex={reachable ? 0 : -1}
            className={BUTTON}
          >
            <MoreVertical size={17} aria-hidden="true" />
          </button>
        }
        entries={entriesOf(props)}
      />
    </div>
  );
}
