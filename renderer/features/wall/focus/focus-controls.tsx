import { t } from '@lingui/core/macro';
import {
  ArrowLeft,
  Camera as CameraIcon,
  Circle,
  CircleStop,
  FilePlus2,
  Maximize,
  Pause,
  Play,
  Volume2,
  VolumeX,
} from 'lucide-react';
import { Link, type NavigateOptions } from 'react-router';
import { IconButton } from '../../../components/button.tsx';
import { Chip } from '../../../components/chip.tsx';
import type { TileWords } from '../tile/tile-state.ts';

interface Props {
  readonly name: string;
  /** Options of the way back to the wall. */
  readonly back: NavigateOptions;
  readonly words: TileWords;
  readonly paused: boolean;
  readonly muted: boolean;
  readonly recordingWanted: boolean;
  /** `null` for people who may not decide about recording. */
  readonly onRecord: (() => void) | null;
  /** `null` for people who may not file incidents. */
  readonly onIncident: (() => void) | null;
  readonly onSnapshot: () => void;
  readonly onPause: () => void;
  readonly onMute: () => void;
  readonly onFullScreen: () => void;
}

/** Below the large picture: the camera's name, the truth about the picture, and what can be done. */
export function FocusControls(props: Props) {
  const { name, back, words, paused, muted, recordingWanted, onRecord, onIncident } = props;
  const PauseIcon = paused ? Play : Pause;
  const SoundIcon = muted ? VolumeX : Volume2;
  const RecordIcon = recordingWanted ? CircleStop : Circle;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 px-2 py-1.5">
      <Link
        to="/"
        {...back}
        aria-label={t`Back to all cameras`}
        className="inline-flex size-10 items-center justify-center rounded-sm text-ink-soft hover:bg-surface-2 hover:text-ink"
      >
        <ArrowLeft size={20} aria-hidden="true" />
      </Link>
      <h1 className="min-w-0 flex-1 basis-32 truncate text-base font-semibold">{name}</h1>
      <Chip tone={words.tone}>{words.label}</Chip>
      <div className="flex">
        <IconButton label={t`Take a snapshot`} onClick={props.onSnapshot}>
          <CameraIcon size={19} aria-hidden="true" />
        </IconButton>
        {onIncident === null ? null : (
          <IconButton label={t`File an incident…`} onClick={onIncident}>
            <FilePlus2 size={19} aria-hidden="true" />
          </IconButton>
        )}
        {onRecord === null ? null : (
          <IconButton label={recordingWanted ? t`Stop recording` : t`Record`} onClick={onRecord}>
            <RecordIcon size={19} aria-hidden="true" />
          </IconButton>
        )}
        <IconButton label={paused ? t`Play` : t`Pause`} onClick={props.onPause}>
          <PauseIcon size={19} aria-hidden="true" />
        </IconButton>
        <IconButton label={muted ? t`Sound on` : t`Mute`} onClick={props.onMute}>
          <SoundIcon size={19} aria-hidden="true" />
        </IconButton>
        <IconButton label={t`Full screen`} onClick={props.onFullScreen}>
          <Maximize size={19} aria-hidden="true" />
        </IconButton>
      </div>
    </div>
  );
}
