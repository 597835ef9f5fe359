import {
  ArrowLeft,
  ArrowRight,
  Maximize,
  Maximize2,
  MoreVertical,
  Pause,
  Play,
  Volume2,
  VolumeX,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Menu } from '../../../components/menu.tsx';

interface Props {
  readonly name: string;
  /** False takes the buttons out of the Tab order: only the current tile has its buttons in it. */
  readonly reachable: boolean;
  readonly paused: boolean;
  readonly muted: boolean;
  readonly onOpen: () => void;
  readonly onPause: () => void;
  readonly onMute: () => void;
  readonly onFullScreen: () => void;
  readonly onMove: (by: number) => void;
}

const OPEN = <Maximize2 size={16} aria-hidden="true" />;
const BACK = <ArrowLeft size={16} aria-hidden="true" />;
const ON = <ArrowRight size={16} aria-hidden="true" />;

const BUTTON =
  'inline-flex size-9 items-center justify-center rounded-sm bg-video/75 text-white hover:bg-video focus-visible:outline-white';

interface ControlProps {
  readonly label: string;
  readonly reachable: boolean;
  readonly onClick: () => void;
  readonly children: ReactNode;
}

function Control({ label, reachable, onClick, children }: ControlProps) {
  return (
    <button
      type="button"
      title={label}
      aria-label={label}
      tabIndex={reachable ? 0 : -1}
      onClick={onClick}
      className={BUTTON}
    >
      {children}
    </button>
  );
}

/** What can be done with one tile by pointer; every action has a key as well. */
export function TileControls(props: Props) {
  const { name, reachable, paused, muted, onOpen, onPause, onMute, onFullScreen, onMove } = props;
  const PauseIcon = paused ? Play : Pause;
  const SoundIcon = muted ? VolumeX : Volume2;
  return (
    <div className="absolute right-1.5 bottom-1.5 flex gap-1 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 has-[[data-state=open]]:opacity-100 pointer-coarse:opacity-100">
      <Control label={paused ? `Play ${name}` : `Pause ${name}`} reachable={reachable} onClick={onPause}>
        <PauseIcon size={17} aria-hidden="true" />
      </Control>
      <Control label={muted ? `Sound on for ${name}` : `Mute ${name}`} reachable={reachable} onClick={onMute}>
        <SoundIcon size={17} aria-hidden="true" />
      </Control>
      <Control label={`Full screen for ${name}`} reachable={reachable} onClick={onFullScreen}>
        <Maximize size={17} aria-hidden="true" />
      </Control>
      <Menu
        label={`More for ${name}`}
        trigger={
          <button
            type="button"
            aria-label={`More for ${name}`}
            tabIndex={reachable ? 0 : -1}
            className={BUTTON}
          >
            <MoreVertical size={17} aria-hidden="true" />
          </button>
        }
        entries={[
          { kind: 'action', id: 'open', icon: OPEN, text: 'Open', onSelect: onOpen },
          { kind: 'action', id: 'back', icon: BACK, text: 'Move one place back', onSelect: () => onMove(-1) },
          { kind: 'action', id: 'on', icon: ON, text: 'Move one place on', onSelect: () => onMove(1) },
        ]}
      />
    </div>
  );
}
