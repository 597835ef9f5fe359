import { t } from '@lingui/core/macro';
import {
  BellRing,
  Eye,
  HardDrive,
  type LucideIcon,
  MessageCircleWarning,
  MonitorPlay,
  ShieldCheck,
} from 'lucide-react';

export interface Pledge {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly text: string;
}

/** What a person may rely on, most important first. */
export const PROMISES: readonly Pledge[] = [
  {
    icon: MonitorPlay,
    title: t`Open it and see everything`,
    text: t`One page, all cameras, moving at once. Double-click a picture to make it large, press Esc to go back.`,
  },
  {
    icon: Eye,
    title: t`It never pretends to be live`,
    text: t`A picture is called live only while new pictures really arrive. A frozen one says since when.`,
  },
  {
    icon: MessageCircleWarning,
    title: t`Nothing fails in silence`,
    text: t`A camera gone, a disk filling up, mail that does not leave: you are told in plain words, with what to do.`,
  },
  {
    icon: BellRing,
    title: t`Few alerts, each useful`,
    text: t`With the name of the camera, the time and a link to the moment. One click keeps a camera quiet.`,
  },
  {
    icon: HardDrive,
    title: t`Your pictures stay with you`,
    text: t`Recordings stay on your own camera computers. No cloud account, and it works without the internet.`,
  },
  {
    icon: ShieldCheck,
    title: t`It asks before it destroys`,
    text: t`Deleting for good wants a typed word. Who watched and who changed what is written down.`,
  },
];
