import { t } from '@lingui/core/macro';
import { formats } from '../../../hooks/format.ts';
import { failureWords } from '../../settings/backups/backup-words.ts';
import type { NoticeTelling } from './telling.ts';

const NAMES_SHOWN = 5;

/** What is told about nodes, this computer and the place as a whole. */
export const PLACE_TEXTS = {
  node_offline: {
    title: /^Node '(.+)' went offline$/s,
    tell: ({ subject }) => ({
      title: t`Node “${subject}” went offline`,
      body: t`Nothing was heard of it for more than 90 seconds. Check its power and its network.`,
    }),
  },
  node_online: {
    title: /^Node '(.+)' is online$/s,
    tell: ({ subject }) => ({ title: t`Node “${subject}” is online`, body: t`It is connected.` }),
  },
  cloudnode_disk_low: {
    title: /^CloudNode disk low: (.+)$/s,
    tell: ({ subject, title, body, number }) => {
      const used = number('percent_used');
      const free = number('disk_free_bytes');
      const total = number('disk_total_bytes');
      if (used === null || free === null || total === null) return { title, body };
      return {
        title: t`CloudNode disk low: ${subject}`,
        body: t`The disk of ${subject} is ${formats.percent(used)} full: ${formats.bytes(free)} of ${formats.bytes(total)} are free. When it is full the node can record nothing more; live video goes on. Delete files there, keep recordings for a shorter time, or use a larger disk.`,
      };
    },
  },
  backup_failed: {
    title: /^The (daily backup failed|backup was not restored)$/,
    tell: ({ body, word }) => {
      const reason = failureWords(word('reason'));
      if (word('what') === 'restore')
        return {
          title: t`The backup was not restored`,
          body: t`It could no longer be used when the server started; the server’s log says why. Everything is as it was before.`,
        };
      return {
        title: t`The daily backup failed`,
        body: reason === undefined ? body : t`${reason} It is tried again every hour.`,
      };
    },
  },
  plan_limit_reached: {
    title: /^(Camera limit reached)$/,
    tell: ({ body, word, number, list }) => {
      const title = t`Camera limit reached`;
      const [allowed, skipped] = [number('max_cameras'), list('skipped')];
      if (allowed === null || skipped.length === 0) return { title, body };
      const names = skipped.slice(0, NAMES_SHOWN).join(', ');
      const rest = skipped.length - NAMES_SHOWN;
      const plan = word('plan');
      return {
        title,
        body:
          rest > 0
            ? t`The ${plan} plan allows ${allowed} cameras. Not added: ${names} and ${rest} more.`
            : t`The ${plan} plan allows ${allowed} cameras. Not added: ${names}.`,
      };
    },
  },
  computer_slept: {
    title: /^This computer slept for (.+)$/s,
    tell: ({ subject }) => ({
      title: t`This computer slept for ${subject}`,
      body: t`No pictures arrived meanwhile; what nodes recorded themselves is still on them. Keep the computer awake: in the menu of the desktop program, or in its power settings.`,
    }),
  },
  welcome: {
    title: /^Welcome to Sentinel, (.+)$/s,
    tell: ({ subject }) => ({
      title: t`Welcome to Sentinel, ${subject}`,
      body: t`1. Add a node under Settings and install CloudNode on the computer that has the cameras. 2. Start it: its cameras appear on the dashboard by themselves. 3. Invite the people who shall watch. The documentation explains each step.`,
    }),
  },
} satisfies Record<string, NoticeTelling>;
