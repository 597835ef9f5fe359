import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Page } from 'playwright';

/** What is known only once the shop is open. */
export interface Places {
  readonly cameraId: string;
  readonly nodeId: string;
  readonly incidentId: number;
  readonly webhookId: string;
  readonly runId: string;
  readonly inviteToken: string;
}

/** `shop`: in use for weeks. `empty`: has people and nothing else. `new`: nobody has set it up. */
export type Scene = 'shop' | 'empty' | 'new';
export type Viewer = 'owner' | 'member' | 'nobody';

export interface ScreenPage {
  /** File name without its ending. */
  readonly name: string;
  readonly path: (places: Places) => string;
  /** Where it is; the shop unless told. */
  readonly scene?: Scene;
  /** Who looks; the owner unless told. */
  readonly viewer?: Viewer;
  /** Has moving pictures: the photograph waits until they play. */
  readonly hasVideo?: boolean;
  /** Lies over a page: the photograph shows the window, not the whole length of the page below. */
  readonly isWindow?: boolean;
  /** What somebody does before the photograph. */
  readonly act?: (page: Page) => Promise<void>;
}

const at = (path: string) => () => path;

const HELP_FOLDER = join(import.meta.dirname, '..', '..', 'renderer', 'features', 'docs', 'content');

/** Addresses of all pages of the help: each has one file of texts. */
function helpSections(): readonly string[] {
  return readdirSync(HELP_FOLDER, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => basename(file, '.ts'));
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press('Control+k');
  await page.locator('[role=dialog] input').waitFor();
}

async function openShortcuts(page: Page): Promise<void> {
  await page.keyboard.press('?');
  await page.locator('[role=dialog]').waitFor();
}

async function openBell(page: Page): Promise<void> {
  await page.locator('header button:has(.lucide-bell)').click();
  await page.locator('[role=dialog] li').first().waitFor();
}

/** What is seen in use, by the owner. */
const IN_USE: readonly ScreenPage[] = [
  { name: 'wall', path: at('/'), hasVideo: true },
  { name: 'camera', path: ({ cameraId }) => `/cameras/${cameraId}`, hasVideo: true },
  { name: 'motion', path: at('/motion') },
  { name: 'incidents', path: at('/incidents') },
  { name: 'incident', path: ({ incidentId }) => `/incidents/${incidentId}` },
  { name: 'inbox', path: at('/notifications') },
  { name: 'sentinel', path: at('/sentinel') },
  { name: 'sentinel-rules', path: at('/sentinel/configure') },
  { name: 'sentinel-history', path: at('/sentinel/history') },
  { name: 'sentinel-run', path: ({ runId }) => `/sentinel/history?run=${runId}`, isWindow: true },
  { name: 'sentinel-model', path: at('/sentinel/model') },
  { name: 'agents', path: at('/mcp') },
  { name: 'settings', path: at('/settings') },
  { name: 'settings-nodes', path: at('/settings/nodes') },
  { name: 'settings-archive', path: ({ nodeId }) => `/settings/nodes/${nodeId}` },
  { name: 'settings-groups', path: at('/settings/groups') },
  { name: 'settings-recording', path: at('/settings/recording') },
  { name: 'settings-notifications', path: at('/settings/notifications') },
  { name: 'settings-mail', path: at('/settings/mail') },
  { name: 'settings-webhooks', path: at('/settings/webhooks') },
  { name: 'settings-webhook', path: ({ webhookId }) => `/settings/webhooks/${webhookId}` },
  { name: 'settings-integrations', path: at('/settings/integrations') },
  { name: 'settings-members', path: at('/settings/members') },
  { name: 'settings-backups', path: at('/settings/backups') },
  { name: 'settings-subscription', path: at('/settings/subscription') },
  { name: 'settings-privacy', path: at('/settings/privacy') },
  { name: 'settings-account', path: at('/settings/account') },
  { name: 'admin', path: at('/admin') },
  { name: 'admin-watching', path: at('/admin/watching') },
  { name: 'admin-audit', path: at('/admin/audit') },
  { name: 'admin-agents', path: at('/admin/agents') },
  { name: 'admin-mail', path: at('/admin/mail') },
  { name: 'admin-storage', path: at('/admin/storage') },
  { name: 'admin-health', path: at('/admin/health') },
  { name: 'admin-doctor', path: at('/admin/doctor') },
  { name: 'test-video', path: ({ cameraId }) => `/test-hls?camera=${cameraId}` },
  { name: 'not-found', path: at('/nothing-here') },
  { name: 'kiosk', path: at('/?kiosk=1'), hasVideo: true },
  { name: 'palette', path: at('/motion'), isWindow: true, act: openPalette },
  { name: 'shortcuts', path: at('/motion'), isWindow: true, act: openShortcuts },
  { name: 'bell', path: at('/motion'), isWindow: true, act: openBell },
  ...helpSections().map((section) => ({ name: `help-${section}`, path: at(`/docs/${section}`) })),
];

/** What everybody sees. */
const PUBLIC = (
  [
    ['help', '/docs'],
    ['welcome', '/welcome'],
    ['pricing', '/pricing'],
    ['security', '/security'],
    ['status', '/status'],
    ['terms', '/legal/terms'],
    ['privacy', '/legal/privacy'],
    ['licences', '/legal/licences'],
    ['sign-in', '/sign-in'],
    ['sign-up', '/sign-up'],
  ] as const
).map(([name, path]): ScreenPage => ({ name, path: at(path), viewer: 'nobody' }));

/** What is seen before anything is there. */
const BEGINNING: readonly ScreenPage[] = [
  { name: 'setup', path: at('/setup'), scene: 'new', viewer: 'nobody' },
  { name: 'invite', path: ({ inviteToken }) => `/invite?token=${inviteToken}`, viewer: 'nobody' },
  { name: 'invite-cut', path: at('/invite'), viewer: 'nobody' },
  { name: 'empty-wall', path: at('/'), scene: 'empty' },
  { name: 'empty-wall-member', path: at('/'), scene: 'empty', viewer: 'member' },
  { name: 'empty-motion', path: at('/motion'), scene: 'empty' },
  { name: 'empty-incidents', path: at('/incidents'), scene: 'empty' },
  { name: 'empty-inbox', path: at('/notifications'), scene: 'empty', viewer: 'member' },
  { name: 'empty-sentinel', path: at('/sentinel'), scene: 'empty' },
  { name: 'empty-agents', path: at('/mcp'), scene: 'empty' },
  { name: 'empty-nodes', path: at('/settings/nodes'), scene: 'empty' },
  { name: 'empty-webhooks', path: at('/settings/webhooks'), scene: 'empty' },
  { name: 'empty-admin', path: at('/admin'), scene: 'empty' },
];

/** Every page of the dashboard. */
export const PAGES: readonly ScreenPage[] = [...IN_USE, ...PUBLIC, ...BEGINNING];
