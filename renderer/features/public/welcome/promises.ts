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
    title: 'Open it and see everything',
    text: 'One page, all cameras, moving at once. Double-click a picture to make it large, press Esc to go back.',
  },
  {
    icon: Eye,
    title: 'It never pretends to be live',
    text: 'A picture is called live only while new pictures really arrive. A frozen one says since when.',
  },
  {
    icon: MessageCircleWarning,
    title: 'Nothing fails in silence',
    text: 'A camera gone, a disk filling up, mail that does not leave: you are told in plain words, with what to do.',
  },
  {
    icon: BellRing,
    title: 'Few alerts, each useful',
    text: 'With the name of the camera, the time and a link to the moment. One click keeps a camera quiet.',
  },
  {
    icon: HardDrive,
    title: 'Your pictures stay with you',
    text: 'Recordings lie on your own camera computers. No cloud account, and it works without the internet.',
  },
  {
    icon: ShieldCheck,
    title: 'It asks before it destroys',
    text: 'Deleting for good wants a typed word. Who watched and who changed what is written down.',
  },
];
