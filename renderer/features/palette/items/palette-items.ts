import { t } from '@lingui/core/macro';
import { Siren, Video } from 'lucide-react';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import type { Incident } from '../../../../server/contract/incidents/incidents.ts';
import { formats } from '../../../hooks/format.ts';
import type { ThemeChoice } from '../../../hooks/theme.ts';
import { STATUS_WORDS } from '../../incidents/incident-words.ts';
import { search } from '../palette-search.ts';
import { actionItems, cameraActionItems, cameraChoiceItems, spanItems } from './actions.ts';
import type { ItemGroup, PaletteItem, Step } from './item.ts';
import { placeItems, type Viewer } from './places.ts';

export interface PaletteFacts extends Viewer {
  readonly cameras: readonly Pick<Camera, 'camera_id' | 'name' | 'group' | 'node_name' | 'status'>[];
  /** Newest first. */
  readonly incidents: readonly Pick<Incident, 'id' | 'title' | 'status' | 'created_at'>[];
  readonly theme: ThemeChoice;
  /** Until when a camera is quiet, in words; `null` when it is not. */
  readonly quietUntil: (cameraId: string) => string | null;
  readonly now: number;
}

export interface ShownGroup {
  readonly title: string;
  readonly items: readonly PaletteItem[];
}

/** Before anything is typed a group shows this many, of a search this many. */
const START_MOST: Readonly<Partial<Record<ItemGroup, number>>> = { cameras: 6, incidents: 3 };
const FOUND_MOST = 8;

const START_ORDER: readonly ItemGroup[] = ['cameras', 'actions', 'pages', 'incidents'];

const GROUP_TITLES: Readonly<Record<ItemGroup, string>> = {
  cameras: t`Cameras`,
  actions: t`Actions`,
  pages: t`Pages`,
  incidents: t`Recent incidents`,
  settings: t`Settings`,
  admin: t`Admin`,
  help: t`Help`,
};

function cameraItems({ cameras }: PaletteFacts): readonly PaletteItem[] {
  return cameras.map((camera) => ({
    id: `camera ${camera.camera_id}`,
    group: 'cameras',
    label: camera.name,
    hint: camera.status === 'offline' ? t`Offline` : (camera.group ?? ''),
    words: [camera.group ?? '', camera.node_name ?? '', t`camera`],
    icon: Video,
    act: { kind: 'go', to: `/cameras/${encodeURIComponent(camera.camera_id)}` },
  }));
}

function incidentItems({ incidents, now }: PaletteFacts): readonly PaletteItem[] {
  return incidents.map(({ id, title, status, created_at: at }) => ({
    id: `incident ${id}`,
    group: 'incidents',
    label: title,
    hint: `${STATUS_WORDS[status]}, ${formats.moment(Date.parse(at), now)}`,
    words: [t`incident report`, STATUS_WORDS[status]],
    icon: Siren,
    act: { kind: 'go', to: `/incidents/${id}` },
  }));
}

function allItems(facts: PaletteFacts): readonly PaletteItem[] {
  const { isAdmin, theme, cameras } = facts;
  return [
    ...cameraItems(facts),
    ...actionItems(isAdmin, theme),
    ...cameraActionItems(cameras, 'snapshot'),
    ...(isAdmin ? cameraActionItems(cameras, 'snooze') : []),
    ...placeItems(facts),
    ...(isAdmin ? incidentItems(facts) : []),
  ];
}

/** Groups in the order of their first item. */
function grouped(items: readonly PaletteItem[], mostOf: (group: ItemGroup) => number): readonly ShownGroup[] {
  return [...Map.groupBy(items, ({ group }) => group)].map(([group, ofGroup]) => ({
    title: GROUP_TITLES[group],
    items: ofGroup.slice(0, mostOf(group)),
  }));
}

function stepGroups(step: Step, typed: string, { cameras, quietUntil }: PaletteFacts): readonly ShownGroup[] {
  const narrowed = (items: readonly PaletteItem[]) => (typed.trim() === '' ? items : search(items, typed));
  const shown = (title: string, items: readonly PaletteItem[]) =>
    items.length === 0 ? [] : [{ title, items }];
  if (step.kind === 'snooze-span') {
    const { camera_id: id, name } = step.camera;
    return shown(t`Keep quiet: ${name}`, narrowed(spanItems(step.camera, quietUntil(id))));
  }
  const choices = cameraChoiceItems(cameras, step.kind, ({ camera_id: id, group }) => {
    const until = step.kind === 'snooze' ? quietUntil(id) : null;
    return until === null ? (group ?? '') : t`Quiet until ${until}`;
  });
  return shown(GROUP_TITLES.cameras, narrowed(choices));
}

/** What the palette lists: the answers to `step`, or everything, narrowed by what was typed. */
export function shownGroups(facts: PaletteFacts, step: Step | null, typed: string): readonly ShownGroup[] {
  if (step !== null) return stepGroups(step, typed, facts);
  if (typed.trim() !== '') return grouped(search(allItems(facts), typed), () => FOUND_MOST);
  const usual = allItems(facts)
    .filter(({ rare }) => rare !== true)
    .toSorted((a, b) => START_ORDER.indexOf(a.group) - START_ORDER.indexOf(b.group));
  return grouped(usual, (group) => START_MOST[group] ?? Number.POSITIVE_INFINITY);
}
