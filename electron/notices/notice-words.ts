import { app } from 'electron';
import type { NotificationMessage } from '../../server/contract/dashboard-events.ts';
import { isGerman } from '../texts/texts.ts';

type Told = Pick<NotificationMessage, 'kind' | 'title' | 'body' | 'meta'>;
type Words = Pick<NotificationMessage, 'title' | 'body'>;

interface Telling {
  /** Finds what a notice is about in the server's title. */
  readonly about: RegExp;
  readonly tell: (subject: string, told: Told) => Words;
}

const NOT_EXPECTED = 'Wenn Sie das nicht erwartet haben:';

function backupFailed(_subject: string, { title, body }: Told): Words {
  const isRestore = !title.startsWith('The daily');
  return {
    title: isRestore ? 'Die Sicherung wurde nicht eingespielt' : 'Die tägliche Sicherung ist fehlgeschlagen',
    body,
  };
}

/** Kinds that can be urgent. The server tells them in English, the same for everybody. */
const GERMAN: Partial<Record<string, Telling>> = {
  camera_offline: {
    about: /^(.+) went offline$/s,
    tell: (camera) => ({
      title: `${camera} ist offline`,
      body: 'Prüfen Sie Strom, Kabel und den Node der Kamera.',
    }),
  },
  node_offline: {
    about: /^Node '(.+)' went offline$/s,
    tell: (node) => ({ title: `Node „${node}“ ist offline`, body: 'Prüfen Sie Strom und Netzwerk.' }),
  },
  cloudnode_disk_low: {
    about: /^CloudNode disk low: (.+)$/s,
    tell: (node) => ({
      title: `Wenig Platz auf dem Node: ${node}`,
      body: 'Ist die Festplatte voll, kann der Node nichts mehr aufnehmen.',
    }),
  },
  incident_created: {
    about: /^(Incident #\d+: .+)$/s,
    tell: (subject, { body }) => ({
      title: subject.replace(/^Incident #(\d+):/, 'Vorfall $1:'),
      body: body.replace(/^\[[A-Z]+\] /, ''),
    }),
  },
  mcp_key_created: {
    about: /^New MCP API key created: (.+)$/s,
    tell: (key) => ({
      title: `Neuer Schlüssel für einen KI-Agenten: ${key}`,
      body: `${NOT_EXPECTED} Widerrufen Sie ihn.`,
    }),
  },
  integration_key_created: {
    about: /^New integration key created: (.+)$/s,
    tell: (key) => ({
      title: `Neuer Schlüssel für Home Assistant: ${key}`,
      body: `${NOT_EXPECTED} Widerrufen Sie ihn.`,
    }),
  },
  member_added: {
    about: /^Member added: (.+)$/s,
    tell: (person) => ({
      title: `Neue Person: ${person}`,
      body: `${NOT_EXPECTED} Entfernen Sie sie unter Einstellungen.`,
    }),
  },
  member_role_changed: {
    about: /^Member role changed: (.+)$/s,
    tell: (person) => ({
      title: `Rolle geändert: ${person}`,
      body: `${NOT_EXPECTED} Ändern Sie sie unter Einstellungen.`,
    }),
  },
  plan_limit_reached: {
    about: /^(Camera limit reached)$/,
    tell: (_subject, { body }) => ({ title: 'Kameragrenze erreicht', body }),
  },
  backup_failed: {
    about: /^(The daily backup failed|The backup was not restored)$/,
    tell: backupFailed,
  },
  computer_slept: {
    about: /^This computer slept for (.+)$/s,
    tell: (length) => ({
      title: `Dieser Computer hat geschlafen: ${length}`,
      body: 'Währenddessen kamen keine Bilder an.',
    }),
  },
};

/** Words of a notice in the computer's language. What is worded in a way that is not known keeps the server's. */
export function noticeWords(told: Told): Words {
  const { kind, title, body } = told;
  const telling = isGerman(app.getLocale()) && Object.hasOwn(GERMAN, kind) ? GERMAN[kind] : undefined;
  const subject = telling?.about.exec(title)?.[1];
  return telling === undefined || subject === undefined ? { title, body } : telling.tell(subject, told);
}
