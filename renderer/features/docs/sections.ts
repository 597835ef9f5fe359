import { t } from '@lingui/core/macro';
import type { Content } from './text/block.ts';

export interface DocSection {
  /** Last part of its address. */
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly load: () => Promise<Content>;
}

export interface DocGroup {
  readonly title: string;
  readonly sections: readonly DocSection[];
}

/** The pages in reading order. Their texts are fetched when somebody opens or searches them. */
export const GROUPS: readonly DocGroup[] = [
  {
    title: t({ message: 'Start', context: 'first group of the help' }),
    sections: [
      {
        id: 'getting-started',
        title: t`Getting started`,
        about: t`From an empty computer to a picture.`,
        load: async () => (await import('./content/start/getting-started.ts')).content,
      },
      {
        id: 'nodes',
        title: t`Installing a node`,
        about: t`The computer your cameras plug into: Linux, Raspberry Pi, macOS, Windows, containers.`,
        load: async () => (await import('./content/start/nodes.ts')).content,
      },
      {
        id: 'network',
        title: t`Network and firewall`,
        about: t`Which address, which port, and why plain http.`,
        load: async () => (await import('./content/start/network.ts')).content,
      },
      {
        id: 'accounts',
        title: t`Accounts`,
        about: t`Roles, invitations, lost passwords.`,
        load: async () => (await import('./content/start/accounts.ts')).content,
      },
    ],
  },
  {
    title: t`Watch and keep`,
    sections: [
      {
        id: 'live-view',
        title: t`Live view`,
        about: t`The wall, its keys, and what the tiles say.`,
        load: async () => (await import('./content/watch/live-view.ts')).content,
      },
      {
        id: 'recording',
        title: t`Recording`,
        about: t`When cameras record, snapshots, and playing what nodes keep.`,
        load: async () => (await import('./content/watch/recording.ts')).content,
      },
      {
        id: 'motion',
        title: t`Motion`,
        about: t`Where reports come from and what becomes of them.`,
        load: async () => (await import('./content/watch/motion.ts')).content,
      },
      {
        id: 'notifications',
        title: t`Notifications and mail`,
        about: t`The bell, keeping cameras quiet, mail, webhooks.`,
        load: async () => (await import('./content/watch/notifications.ts')).content,
      },
      {
        id: 'incidents',
        title: t`Incidents`,
        about: t`Reports with evidence, and exports that show later changes.`,
        load: async () => (await import('./content/watch/incidents.ts')).content,
      },
    ],
  },
  {
    title: t`AI and other programs`,
    sections: [
      {
        id: 'mcp',
        title: t`AI agents (MCP)`,
        about: t`Let Claude and other AI programs look through your cameras.`,
        load: async () => (await import('./content/programs/mcp.ts')).content,
      },
      {
        id: 'sentinel',
        title: t`Sentinel AI`,
        about: t`An AI model of your choice looks into motion for you.`,
        load: async () => (await import('./content/programs/sentinel.ts')).content,
      },
      {
        id: 'home-assistant',
        title: t`Home Assistant`,
        about: t`Cameras, motion and recording in your home automation.`,
        load: async () => (await import('./content/programs/home-assistant.ts')).content,
      },
    ],
  },
  {
    title: t`Look after it`,
    sections: [
      {
        id: 'plans',
        title: t`Plans`,
        about: t`What a self-hosted place may have: nearly everything.`,
        load: async () => (await import('./content/upkeep/plans.ts')).content,
      },
      {
        id: 'backup',
        title: t`Backup and restore`,
        about: t`Every night by itself, going back, and the keys beside it.`,
        load: async () => (await import('./content/upkeep/backup.ts')).content,
      },
      {
        id: 'updates',
        title: t`Updates`,
        about: t`A newer version, and the way back.`,
        load: async () => (await import('./content/upkeep/updates.ts')).content,
      },
    ],
  },
  {
    title: t`Good to know`,
    sections: [
      {
        id: 'security-model',
        title: t`Security model`,
        about: t`What is protected, how, and what is not.`,
        load: async () => (await import('./content/reference/security-model.ts')).content,
      },
      {
        id: 'privacy',
        title: t`Privacy`,
        about: t`What is written down, for how long, and how to erase it.`,
        load: async () => (await import('./content/reference/privacy.ts')).content,
      },
      {
        id: 'troubleshooting',
        title: t`Troubleshooting`,
        about: t`What to do when something goes wrong.`,
        load: async () => (await import('./content/reference/troubleshooting.ts')).content,
      },
      {
        id: 'api',
        title: t`API`,
        about: t`Everything the dashboard does, from your own scripts.`,
        load: async () => (await import('./content/reference/api.ts')).content,
      },
    ],
  },
];

/** Every page, in reading order. */
export const SECTIONS: readonly DocSection[] = GROUPS.flatMap(({ sections }) => sections);

export function sectionPath({ id }: Pick<DocSection, 'id'>): string {
  return `/docs/${id}`;
}

/** The page before and the page after, in reading order. */
export function neighboursOf(section: DocSection): {
  readonly before: DocSection | undefined;
  readonly after: DocSection | undefined;
} {
  const place = SECTIONS.indexOf(section);
  return { before: SECTIONS[place - 1], after: SECTIONS[place + 1] };
}
