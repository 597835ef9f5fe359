import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { Chip } from '../../../components/chip.tsx';
import { cleanColor } from '../../../components/data/group-mark.tsx';
import type { TileWords } from './tile-state.ts';

interface Props {
  readonly camera: Camera;
  readonly groupColor: string | null;
  readonly words: TileWords;
}

/** Below the picture: the camera's name, where it belongs, and how fresh the picture is. */
export function TileName({ camera, groupColor, words }: Props) {
  const { name, node_name: node, group, camera_id: id, node_type: type } = camera;
  const place = [node, group].filter((part) => part !== null).join(' · ');
  return (
    <div className="relative flex h-11 items-center gap-2 px-3">
      {groupColor === null ? null : (
        <span
          aria-hidden="true"
          className="absolute inset-y-0 left-0 w-1"
          style={{ backgroundColor: cleanColor(groupColor) }}
        />
      )}
      <div className="flex min-w-0 flex-1 items-baseline gap-2" title={`${name}\n${place}\n${id} (${type})`}>
        <span className="truncate font-semibold">{name}</span>
        <span className="hidden min-w-0 flex-1 basis-0 truncate text-xs text-ink-soft sm:inline">
          {place}
        </span>
      </div>
      <span className="inline-flex min-w-0 shrink-0" title={camera.last_error ?? undefined}>
        <Chip tone={words.tone}>{words.label}</Chip>
      </span>
    </div>
  );
}
