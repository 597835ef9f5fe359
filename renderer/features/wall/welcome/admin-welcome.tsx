import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { useMe } from '../../../session/session-context.ts';
import { ConnectNode } from './connect-node.tsx';
import type { SetupProgress } from './setup-progress.ts';
import { Step } from './step.tsx';
import { useSetupProgress } from './use-setup-progress.ts';

type Seen = Extract<SetupProgress, { stage: 'connected' }>['node'];

const ABOUT_NODE = t`A node is the computer your cameras are plugged into. It can be this one. You get one line to run there.`;
const ABOUT_CAMERAS = t`Cameras appear here by themselves, usually within ten seconds.`;

function aboutConnected({ name, status }: Seen): string {
  return status === 'offline'
    ? t`${name} was connected, but has gone silent. Check that it is switched on and on the network.`
    : t`${name} is connected.`;
}

function aboutMissing({ status }: Seen): string {
  return status === 'offline'
    ? ABOUT_CAMERAS
    : t`It has reported no camera yet. Plug one in, then start the node program again: it looks for cameras when it starts.`;
}

/** What an administrator does until the first camera is live. */
export function AdminWelcome() {
  const me = useMe();
  const { progress, ready, error } = useSetupProgress();
  const connected = progress.stage === 'connected' ? progress.node : null;
  return (
    <section className="m-auto grid w-full max-w-2xl grid-cols-[minmax(0,1fr)] gap-5 rounded-lg border bg-surface-1 p-5 sm:p-8">
      <div className="grid gap-1.5">
        <h1 className="text-xl font-semibold">
          <Trans>Welcome, {me.name}</Trans>
        </h1>
        <p className="text-ink-soft">
          <Trans>Three steps, and your cameras are on this wall.</Trans>
        </p>
      </div>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      <ol className="divide-y border-t">
        <Step number={1} title={t`Create your place`} text={t`${me.org_name} is ready.`} state="done" />
        <Step
          number={2}
          title={t`Connect the computer with the cameras`}
          text={connected === null ? ABOUT_NODE : aboutConnected(connected)}
          state={connected === null ? 'now' : 'done'}
        >
          {connected === null ? <ConnectNode progress={progress} ready={ready} /> : undefined}
        </Step>
        <Step
          number={3}
          title={t`See your first camera live`}
          text={connected === null ? ABOUT_CAMERAS : aboutMissing(connected)}
          state={connected === null ? 'later' : 'now'}
        />
      </ol>
    </section>
  );
}
