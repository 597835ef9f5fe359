import { type ComponentType, lazy, Suspense } from 'react';
import { Navigate, Outlet, Route, Routes, useLocation } from 'react-router';
import { Loading } from '../components/loading.tsx';
import { useEventStream } from '../features/events/use-event-stream.ts';
import { Frame } from '../features/frame/frame.tsx';
import { NewVersion } from '../features/lifeline/new-version.tsx';
import { OutOfReach } from '../features/lifeline/out-of-reach.tsx';
import { PageBoundary } from '../features/lifeline/page-boundary.tsx';
import { WallPage } from '../features/wall/wall-page.tsx';
import { loadTexts, type TextArea } from '../language/language.ts';
import { useSession } from '../session/session-context.ts';
import { NotFoundPage } from './not-found-page.tsx';
import { Notices } from './notices.tsx';

/** A page fetched when it is first opened, after the texts it says. */
function page<P extends object>(texts: readonly TextArea[], load: () => Promise<ComponentType<P>>) {
  return lazy(async () => {
    await loadTexts(texts);
    return { default: await load() };
  });
}

const SetupPage = page([], async () => (await import('../features/auth/setup-page.tsx')).SetupPage);
const SignInPage = page([], async () => (await import('../features/auth/sign-in-page.tsx')).SignInPage);
const InvitePage = page([], async () => (await import('../features/auth/invite-page.tsx')).InvitePage);
const PublicShell = page(
  ['help'],
  async () => (await import('../features/public/shell/public-shell.tsx')).PublicShell,
);
const DocsPage = page(['help'], async () => (await import('../features/docs/docs-page.tsx')).DocsPage);
const PublicPageOf = page(
  ['help'],
  async () => (await import('../features/public/public-page-of.tsx')).PublicPageOf,
);
const FocusPage = page(
  ['agents'],
  async () => (await import('../features/wall/focus/focus-page.tsx')).FocusPage,
);
const SettingsPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/settings/settings-page.tsx')).SettingsPage,
);
const AccountPage = page([], async () => (await import('../features/auth/account-page.tsx')).AccountPage);
const NodesPage = page([], async () => (await import('../features/nodes/nodes-page.tsx')).NodesPage);
const MembersPage = page([], async () => (await import('../features/members/members-page.tsx')).MembersPage);
const MotionPage = page(
  ['agents'],
  async () => (await import('../features/motion/motion-page.tsx')).MotionPage,
);
const IncidentsArea = page(
  ['agents'],
  async () => (await import('../features/incidents/incidents-area.tsx')).IncidentsArea,
);
const IncidentsPage = page(
  ['agents'],
  async () => (await import('../features/incidents/list/incidents-page.tsx')).IncidentsPage,
);
const IncidentPage = page(
  ['agents'],
  async () => (await import('../features/incidents/report/incident-page.tsx')).IncidentPage,
);
const InboxPage = page([], async () => (await import('../features/inbox/page/inbox-page.tsx')).InboxPage);
const GroupsPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/settings/groups/groups-page.tsx')).GroupsPage,
);
const RecordingPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/settings/recording-page.tsx')).RecordingPage,
);
const NotificationsPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/settings/notifications/notifications-page.tsx')).NotificationsPage,
);
const MailPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/settings/mail/mail-page.tsx')).MailPage,
);
const WebhooksPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/settings/webhooks/webhooks-page.tsx')).WebhooksPage,
);
const WebhookLogPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/settings/webhooks/webhook-log-page.tsx')).WebhookLogPage,
);
const IntegrationsPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/settings/integrations/integrations-page.tsx')).IntegrationsPage,
);
const BackupsPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/settings/backups/backups-page.tsx')).BackupsPage,
);
const SubscriptionPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/settings/subscription/subscription-page.tsx')).SubscriptionPage,
);
const PrivacyPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/settings/privacy/privacy-page.tsx')).PrivacyPage,
);
const ArchivePage = page(
  [],
  async () => (await import('../features/nodes/archive/archive-page.tsx')).ArchivePage,
);
const AdminPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/admin/admin-page.tsx')).AdminPage,
);
const WatchingPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/admin/watching/watching-page.tsx')).WatchingPage,
);
const AuditPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/admin/audit/audit-page.tsx')).AuditPage,
);
const MailLogPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/admin/mail/mail-log-page.tsx')).MailLogPage,
);
const AgentLogPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/admin/agents/agent-log-page.tsx')).AgentLogPage,
);
const AgentsPage = page(
  ['agents'],
  async () => (await import('../features/agents/agents-page.tsx')).AgentsPage,
);
const SentinelPage = page(
  ['agents'],
  async () => (await import('../features/sentinel/sentinel-page.tsx')).SentinelPage,
);
const AdminOverviewPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/admin/overview/overview-page.tsx')).OverviewPage,
);
const StoragePage = page(
  ['settings', 'agents'],
  async () => (await import('../features/admin/storage/storage-page.tsx')).StoragePage,
);
const TestHlsPage = page(
  [],
  async () => (await import('../features/test-hls/test-hls-page.tsx')).TestHlsPage,
);
const DoctorPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/admin/doctor/doctor-page.tsx')).DoctorPage,
);
const HealthPage = page(
  ['settings', 'agents'],
  async () => (await import('../features/admin/health-page.tsx')).HealthPage,
);

/** The frame of every page behind the sign-in, with the event connection it keeps. */
function SignedIn() {
  useEventStream();
  const notices = (
    <>
      <NewVersion />
      <Notices />
    </>
  );
  return <Frame notices={notices} />;
}

/** Lets only signed-in people further; others sign in first and come back to where they wanted to go. */
function RequireSession() {
  const { config, me } = useSession();
  const { pathname, search } = useLocation();
  if (config.setup_required) return <Navigate to="/setup" replace />;
  if (me === null) {
    const next = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return <Navigate to={`/sign-in${next}`} replace />;
  }
  return <SignedIn />;
}

/** For everybody: inside the dashboard for those who are signed in. */
function OpenToAll() {
  return useSession().me === null ? <PublicShell /> : <SignedIn />;
}

function RequireAdmin() {
  const { me } = useSession();
  return me?.is_admin === true ? <Outlet /> : <Navigate to="/settings/account" replace />;
}

/** Every page of the dashboard, and what is said when none of them can be reached. */
export function AppRoutes() {
  return (
    <>
      <PageBoundary path={useLocation().pathname}>
        <Pages />
      </PageBoundary>
      <OutOfReach />
    </>
  );
}

function Pages() {
  return (
    <Suspense fallback={<Loading />}>
      <Routes>
        <Route path="/setup" element={<SetupPage />} />
        <Route path="/sign-in" element={<SignInPage form="sign-in" />} />
        <Route path="/sign-up" element={<SignInPage form="sign-up" />} />
        <Route path="/invite" element={<InvitePage />} />
        <Route element={<PublicShell />}>
          <Route path="welcome" element={<PublicPageOf name="welcome" />} />
          <Route path="pricing" element={<PublicPageOf name="pricing" />} />
          <Route path="security" element={<PublicPageOf name="security" />} />
          <Route path="status" element={<PublicPageOf name="status" />} />
          <Route path="legal" element={<PublicPageOf name="legal" />}>
            <Route index element={<Navigate to="/legal/terms" replace />} />
            <Route path="terms" element={<PublicPageOf name="terms" />} />
            <Route path="privacy" element={<PublicPageOf name="privacy" />} />
            <Route path="licences" element={<PublicPageOf name="licences" />} />
          </Route>
        </Route>
        <Route element={<OpenToAll />}>
          <Route path="docs" element={<DocsPage />} />
          <Route path="docs/:section" element={<DocsPage />} />
        </Route>
        <Route element={<RequireSession />}>
          <Route index element={<WallPage />} />
          <Route path="dashboard" element={<WallPage />} />
          <Route path="cameras/:id" element={<FocusPage />} />
          <Route path="motion" element={<MotionPage />} />
          <Route path="incidents" element={<IncidentsArea />}>
            <Route index element={<IncidentsPage />} />
            <Route path=":id" element={<IncidentPage />} />
          </Route>
          <Route path="sentinel/*" element={<SentinelPage />} />
          <Route path="notifications" element={<InboxPage />} />
          <Route path="settings" element={<SettingsPage />}>
            <Route path="account" element={<AccountPage />} />
            <Route element={<RequireAdmin />}>
              <Route path="nodes" element={<NodesPage />} />
              <Route path="nodes/:id" element={<ArchivePage />} />
              <Route path="groups" element={<GroupsPage />} />
              <Route path="recording" element={<RecordingPage />} />
              <Route path="notifications" element={<NotificationsPage />} />
              <Route path="mail" element={<MailPage />} />
              <Route path="webhooks" element={<WebhooksPage />} />
              <Route path="webhooks/:id" element={<WebhookLogPage />} />
              <Route path="integrations" element={<IntegrationsPage />} />
              <Route path="backups" element={<BackupsPage />} />
              <Route path="subscription" element={<SubscriptionPage />} />
              <Route path="privacy" element={<PrivacyPage />} />
              <Route path="members" element={<MembersPage />} />
            </Route>
          </Route>
          <Route element={<RequireAdmin />}>
            <Route path="mcp" element={<AgentsPage />} />
            <Route path="integrations" element={<Navigate to="/settings/integrations" replace />} />
            <Route path="admin" element={<AdminPage />}>
              <Route index element={<AdminOverviewPage />} />
              <Route path="watching" element={<WatchingPage />} />
              <Route path="audit" element={<AuditPage />} />
              <Route path="agents" element={<AgentLogPage />} />
              <Route path="mail" element={<MailLogPage />} />
              <Route path="storage" element={<StoragePage />} />
              <Route path="health" element={<HealthPage />} />
              <Route path="doctor" element={<DoctorPage />} />
            </Route>
            <Route path="test-hls" element={<TestHlsPage />} />
          </Route>
          <Route path="*" element={<NotFoundPage />} />
        </Route>
      </Routes>
    </Suspense>
  );
}
