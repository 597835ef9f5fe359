/** What is known only once the shop is open. */
export interface Places {
  readonly cameraId: string;
  readonly nodeId: string;
  readonly incidentId: number;
  readonly webhookId: string;
  readonly runId: string;
}

export interface ScreenPage {
  /** File name without its ending. */
  readonly name: string;
  readonly path: (places: Places) => string;
  /** For people who are not signed in. */
  readonly isPublic?: boolean;
  /** Has moving pictures: the photograph waits until they play. */
  readonly hasVideo?: boolean;
}

const at = (path: string) => () => path;

/** Sections of the in-app help that are photographed: one with steps, one with a drawing, one with tables. */
const HELP = ['getting-started', 'security-model', 'api'];

/** Every page of the dashboard. */
export const PAGES: readonly ScreenPage[] = [
  { name: 'wall', path: at('/'), hasVideo: true },
  { name: 'camera', path: ({ cameraId }) => `/cameras/${cameraId}`, hasVideo: true },
  { name: 'motion', path: at('/motion') },
  { name: 'incidents', path: at('/incidents') },
  { name: 'incident', path: ({ incidentId }) => `/incidents/${incidentId}` },
  { name: 'inbox', path: at('/notifications') },
  { name: 'sentinel', path: at('/sentinel') },
  { name: 'sentinel-rules', path: at('/sentinel/configure') },
  { name: 'sentinel-history', path: at('/sentinel/history') },
  { name: 'sentinel-run', path: ({ runId }) => `/sentinel/history?run=${runId}` },
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
  { name: 'settings-privacy', path: at('/settings/privacy') },
  { name: 'settings-account', path: at('/settings/account') },
  { name: 'admin', path: at('/admin') },
  { name: 'admin-watching', path: at('/admin/watching') },
  { name: 'admin-audit', path: at('/admin/audit') },
  { name: 'admin-agents', path: at('/admin/agents') },
  { name: 'admin-mail', path: at('/admin/mail') },
  { name: 'admin-storage', path: at('/admin/storage') },
  { name: 'admin-health', path: at('/admin/health') },
  { name: 'test-video', path: ({ cameraId }) => `/test-hls?camera=${cameraId}` },
  { name: 'not-found', path: at('/nothing-here') },
  ...HELP.map((section) => ({ name: `help-${section}`, path: at(`/docs/${section}`) })),
  { name: 'help', path: at('/docs'), isPublic: true },
  { name: 'welcome', path: at('/welcome'), isPublic: true },
  { name: 'pricing', path: at('/pricing'), isPublic: true },
  { name: 'security', path: at('/security'), isPublic: true },
  { name: 'status', path: at('/status'), isPublic: true },
  { name: 'terms', path: at('/legal/terms'), isPublic: true },
  { name: 'privacy', path: at('/legal/privacy'), isPublic: true },
  { name: 'licences', path: at('/legal/licences'), isPublic: true },
  { name: 'sign-in', path: at('/sign-in'), isPublic: true },
];
