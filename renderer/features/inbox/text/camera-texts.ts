import { plural, t } from '@lingui/core/macro';
import { formats } from '../../../hooks/format.ts';
import type { NoticeTelling } from './telling.ts';

/** Leaves `[HIGH] ` out: the severity is shown beside. */
const MARKER = /^\[(?:LOW|MEDIUM|HIGH|CRITICAL)\] /;

const SILENT = /^Nothing was heard of it for more than 90 seconds, or its node lost it/;

/** What is told about cameras. */
export const CAMERA_TEXTS = {
  motion: {
    title: /^Motion on (.+)$/s,
    tell: ({ subject, body, number }) => {
      const score = number('score');
      const text = score === null ? body : t`The picture changed by ${formats.percent(score)}.`;
      return { title: t`Motion on ${subject}`, body: text };
    },
  },
  motion_digest: {
    title: /^\d+ more motion events? on (.+)$/s,
    tell: ({ subject, title, body, number }) => {
      const events = number('event_count');
      const minutes = number('cooldown_minutes');
      if (events === null || minutes === null) return { title, body };
      return {
        title: plural(events, {
          one: `# more motion event on ${subject}`,
          other: `# more motion events on ${subject}`,
        }),
        body: plural(minutes, {
          one: 'Within a minute of the first.',
          other: 'Within # minutes of the first.',
        }),
      };
    },
  },
  camera_offline: {
    title: /^(.+) went offline$/s,
    tell: ({ subject, body }) => ({
      title: t`${subject} went offline`,
      body: SILENT.test(body)
        ? t`Nothing was heard of it for more than 90 seconds, or its node lost it. Check its power, its cable and its node.`
        : body,
    }),
  },
  camera_online: {
    title: /^(.+) is online$/s,
    tell: ({ subject }) => ({ title: t`${subject} is online`, body: t`Its pictures are arriving again.` }),
  },
  incident_created: {
    title: /^Incident #\d+: (.+)$/s,
    tell: ({ subject, title, body, number }) => {
      const id = number('incident_id');
      return { title: id === null ? title : t`Incident #${id}: ${subject}`, body: body.replace(MARKER, '') };
    },
  },
} satisfies Record<string, NoticeTelling>;
