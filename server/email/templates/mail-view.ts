import { kindRule, type MailSwitch } from '../../notifications/kind-rules.ts';
import { localTime } from './local-time.ts';
import { clean, cut } from './plain-words.ts';

/** A notification and its surroundings, to be put into words. */
export interface MailInput {
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly severity: string;
  readonly cameraId: string | null;
  readonly nodeId: string | null;
  /** Path within the dashboard, or a whole web address. */
  readonly link: string | null;
  /** Facts of the notification; anything but an object counts as none. */
  readonly meta: unknown;
  /** Address of the dashboard. */
  readonly dashboardUrl: string;
  readonly unsubscribeUrl: string;
  readonly createdAt: Date;
  /** IANA zone the organisation lives in. */
  readonly timeZone: string;
  /** Name of the organisation. */
  readonly organization: string;
}

/** Who keeps the accounts: this installation, or Clerk. */
export type AccountsMode = 'local' | 'clerk';

/** What a template can show. */
export type MailView = ReturnType<typeof mailView>;

const PREHEADER_MAX = 140;
const OK_COLOUR = '#22c55e';
const COLOURS: ReadonlyMap<string, string> = new Map([
  ['critical', '#ef4444'],
  ['error', '#ef4444'],
  ['warning', '#f59e0b'],
]);

/** What an unsubscribe link stops, because kinds that belong together share a switch. */
const ALERTS: Readonly<Record<MailSwitch, string>> = {
  email_motion: 'motion',
  email_camera_offline: 'camera offline and online',
  email_node_offline: 'node offline and online',
  email_incident_created: 'incident',
  email_mcp_key_audit: 'MCP key',
  email_cloudnode_disk_low: 'disk space',
  email_member_audit: 'people and roles',
  email_welcome: 'welcome',
};

/** The values of a mail's templates, as harmless text: control characters and addresses that are not web pages are gone. */
export function mailView(input: MailInput, mode: AccountsMode) {
  const { kind, severity, createdAt, timeZone } = input;
  const { audience, mailSwitch } = kindRule(kind);
  const dashboardUrl = input.dashboardUrl.replace(/\/+$/, '');
  const page = (path: string): string => webAddress(`${dashboardUrl}${path}`);
  const body = clean(input.body).replace(/^[ \t]+|[ \t]+$/gm, '');
  return {
    subject: '',
    content: '',
    title: oneLine(input.title),
    body,
    preheader: cut(oneLine(body), PREHEADER_MAX),
    colour: COLOURS.get(severity) ?? OK_COLOUR,
    camera_id: oneLine(input.cameraId ?? ''),
    node_id: oneLine(input.nodeId ?? ''),
    meta: cleanFacts(input.meta),
    when: localTime(createdAt, timeZone),
    time_zone: timeZone,
    organization: oneLine(input.organization),
    admins_only: audience === 'admin',
    alerts: mailSwitch === undefined ? 'such' : ALERTS[mailSwitch],
    clerk: mode === 'clerk',
    home_url: page('/dashboard'),
    incidents_url: page('/incidents'),
    mcp_url: page('/mcp'),
    nodes_url: page('/settings/nodes'),
    people_url: page('/settings/members'),
    audit_url: page('/admin/audit'),
    docs_url: page('/docs'),
    install_url: page('/install.sh'),
    windows_url: page('/downloads/windows/x86_64'),
    settings_url: page('/settings/notifications'),
    privacy_url: page('/legal/privacy'),
    link_url: input.link === null ? '' : linkAddress(input.link, dashboardUrl),
    unsubscribe_url: webAddress(input.unsubscribeUrl),
  };
}

function oneLine(text: string): string {
  return clean(text)
    .replace(/[\n\t]/g, ' ')
    .trim();
}

function cleanFacts(meta: unknown): Record<string, unknown> {
  if (typeof meta !== 'object' || meta === null || Array.isArray(meta)) return {};
  return Object.fromEntries(
    Object.entries(meta).map(([name, value]) => [name, typeof value === 'string' ? oneLine(value) : value]),
  );
}

/** Where a notification leads; empty when that is no page of the web. */
function linkAddress(link: string, dashboardUrl: string): string {
  const isPath = link.startsWith('/') && !link.startsWith('//');
  return webAddress(isPath ? `${dashboardUrl}${link}` : link);
}

/** An http or https address in its encoded form; empty when it is none. */
function webAddress(address: string): string {
  const url = URL.parse(address);
  return url?.protocol === 'http:' || url?.protocol === 'https:' ? url.href : '';
}
