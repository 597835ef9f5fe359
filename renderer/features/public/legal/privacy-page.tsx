import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { type Column, Table } from '../../../components/data/table.tsx';
import { useSession } from '../../../session/session-context.ts';
import { Part, Prose, PublicPage } from '../shell/public-page.tsx';
import { SELF_HOSTED } from '../pricing/plan-facts.ts';
import { KEPT, type Kept, LEAVES, SESSION_DAYS, WATCHING_NOTE_MINUTES } from './privacy-facts.ts';

const COLUMNS: readonly Column<Kept>[] = [
  { title: t`What`, cell: ({ what }) => <span className="font-medium">{what}</span> },
  { title: t`Where`, cell: ({ where }) => where },
  { title: t`How long`, cell: ({ howLong }) => howLong },
];

function WhatIsKept({ local }: { readonly local: boolean }) {
  return (
    <Part title={t`What is kept, and where`}>
      <Table label={t`What is kept`} columns={COLUMNS} rows={KEPT} keyOf={({ what }) => what} />
      <Prose>
        {local ? (
          <p>
            <Trans>
              A self-hosted installation keeps records for {SELF_HOSTED.recordDays} days, unless its operator
              set another plan.
            </Trans>
          </p>
        ) : (
          <p>
            <Trans>How long records are kept stands with each plan under Pricing.</Trans>
          </p>
        )}
        <p>
          <Trans>
            <strong>Watching is noted.</strong> Opening a camera is written down, and while you go on watching
            it, once every {WATCHING_NOTE_MINUTES} minutes. Administrators can read it.
          </Trans>
        </p>
      </Prose>
    </Part>
  );
}

function WhatLeaves({ local }: { readonly local: boolean }) {
  return (
    <Part title={t`What leaves the operator’s network`}>
      <Prose>
        <p>
          <Trans>
            The makers of the program get nothing: no pictures, no names, no statistics. These can leave, and
            only then:
          </Trans>
        </p>
        <ul>
          {LEAVES.map(({ what, when }) => (
            <li key={what}>
              <Trans>
                {what}, <strong>{when}</strong>.
              </Trans>
            </li>
          ))}
        </ul>
        {local ? null : (
          <p>
            <Trans>
              <strong>Signing in.</strong> The accounts of this installation are kept by Clerk, a sign-in
              service. Your name, e-mail and sign-ins are stored there too, under Clerk’s own terms.
            </Trans>
          </p>
        )}
      </Prose>
    </Part>
  );
}

function InYourBrowser({ local }: { readonly local: boolean }) {
  return (
    <Part title={t`In your browser`}>
      <Prose>
        <ul>
          <li>
            {local
              ? t`One cookie keeps you signed in. It ends after ${SESSION_DAYS} days without use, or when you sign out.`
              : t`Cookies of the sign-in service keep you signed in.`}
          </li>
          <li>
            <Trans>
              The arrangement of your wall and the appearance you chose are remembered in this browser and
              sent to nobody.
            </Trans>
          </li>
          <li>
            <Trans>There is no advertising and nothing that follows you to other sites.</Trans>
          </li>
        </ul>
      </Prose>
    </Part>
  );
}

/** What is kept about people, where, how long, and what can leave. */
export function PrivacyPage() {
  const local = useSession().config.mode === 'local';
  return (
    <PublicPage
      title={t`Privacy`}
      intro={t`Responsible for your data is the operator of this installation: the person or business that runs the server you are connected to.`}
    >
      <WhatIsKept local={local} />
      <WhatLeaves local={local} />
      <InYourBrowser local={local} />
      <Part title={t`Your rights`}>
        <Prose>
          <p>
            <Trans>
              Ask the operator what is kept about you, to correct it, to hand it to you or to delete it. The
              program has the means for that: an export of everything, deleting of logs, and a full reset.
            </Trans>
          </p>
          <p>
            <Trans>
              You were filmed and have no account? The operator is the one to ask as well. You may also turn
              to the data-protection authority of your country.
            </Trans>
          </p>
        </Prose>
      </Part>
    </PublicPage>
  );
}
