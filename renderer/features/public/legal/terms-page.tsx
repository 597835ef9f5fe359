import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { Link } from 'react-router';
import { Part, Prose, PublicPage } from '../shell/public-page.tsx';

function Using() {
  return (
    <Part title={t`Using it`}>
      <Prose>
        <ul>
          <li>
            <Trans>The operator decides who may sign in, and as what. An account is for one person.</Trans>
          </li>
          <li>
            <Trans>Keep your password to yourself. Sign out on devices that are not yours.</Trans>
          </li>
          <li>
            <Trans>
              Watch and record only what you may. In most places the people in front of a camera have to be
              told, and some places must not be filmed at all.
            </Trans>
          </li>
          <li>
            <Trans>Do not try to get at cameras or data that were not opened to you.</Trans>
          </li>
        </ul>
      </Prose>
    </Part>
  );
}

function Promised() {
  return (
    <Part title={t`What is not promised`}>
      <Prose>
        <p>
          <Trans>
            The program comes as it is, without warranty; the{' '}
            <Link to="/legal/licences">Apache License 2.0</Link> says so in full.
          </Trans>
        </p>
        <ul>
          <li>
            <Trans>
              <strong>It is no alarm system.</strong> Pictures may come late, be missing or stop. In an
              emergency call the emergency services.
            </Trans>
          </li>
          <li>
            <Trans>
              <strong>Recordings can be lost</strong>, by a full disk, a power cut or a broken camera
              computer.
            </Trans>
          </li>
          <li>
            <Trans>
              <strong>AI can be wrong.</strong> What an agent writes about a picture is a hint. Look for
              yourself before you act on it.
            </Trans>
          </li>
        </ul>
      </Prose>
    </Part>
  );
}

/** The rules between whoever runs this installation and whoever uses it. */
export function TermsPage() {
  return (
    <PublicPage
      title={t`Terms`}
      intro={t`The rules for using this installation. They hold between you and the operator of this installation: the person or business that runs the server you are connected to.`}
    >
      <Part title={t`Who is who`}>
        <Prose>
          <p>
            <Trans>
              The operator of this installation runs the server, owns what is on it and answers for it. The
              makers of the program have no access to it and are no party to these terms.
            </Trans>
          </p>
          <p>
            <Trans>
              If the operator gave you other terms in writing, those come first. What the law of your country
              grants you stays yours in any case.
            </Trans>
          </p>
        </Prose>
      </Part>
      <Using />
      <Promised />
      <Part title={t`Ending it`}>
        <Prose>
          <p>
            <Trans>
              You may stop at any time: ask the operator to remove your account. The operator may close an
              account, and may change these terms for the future by telling you.
            </Trans>
          </p>
          <p>
            <Trans>
              What is kept about you until then, and afterwards, stands under{' '}
              <Link to="/legal/privacy">Privacy</Link>.
            </Trans>
          </p>
        </Prose>
      </Part>
    </PublicPage>
  );
}
