import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { FileCheck2 } from 'lucide-react';
import { Card } from '../../../components/page.tsx';
import { Part, Prose, PublicPage } from '../shell/public-page.tsx';
import { type Claim, CLAIM_GROUPS } from './claims.ts';

function ClaimItem({ text, proof }: Claim) {
  return (
    <li className="grid min-w-0 content-start gap-2 py-4 first:pt-0 last:pb-0 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)] md:gap-8">
      <p className="text-base">{text}</p>
      <div className="flex min-w-0 gap-2.5 text-ink-soft">
        <FileCheck2 size={18} aria-hidden="true" className="mt-0.5 shrink-0 text-live" />
        <div className="grid min-w-0 content-start gap-0.5">
          <span className="sr-only">
            <Trans>Proved by</Trans>
          </span>
          <code className="font-mono text-xs break-all text-ink">{proof.file}</code>
          <q className="text-sm">{proof.title.replace('%s', '…')}</q>
        </div>
      </div>
    </li>
  );
}

function Limits() {
  return (
    <Part title={t`What is not protected`}>
      <Prose>
        <ul>
          <li>
            <Trans>
              <strong>Plain http.</strong> Without a certificate, whoever can read your network’s traffic can
              read video and sessions. Use a network you trust, or a proxy with a certificate in front.
            </Trans>
          </li>
          <li>
            <Trans>
              <strong>The disk.</strong> The database is not encrypted. Protect the computer, and encrypt its
              disk if it could be carried away.
            </Trans>
          </li>
          <li>
            <Trans>
              <strong>The machine’s administrator</strong> can read everything on it, live video too.
            </Trans>
          </li>
          <li>
            <Trans>
              <strong>The camera computers.</strong> Their disks and their own pages are theirs to protect.
            </Trans>
          </li>
          <li>
            <Trans>
              <strong>A flood from your own network.</strong> Limits stop accidents and guessing, not somebody
              who is determined.
            </Trans>
          </li>
        </ul>
      </Prose>
    </Part>
  );
}

function Disclosure() {
  return (
    <Part id="vulnerability-disclosure" title={t`Report a weakness`}>
      <Prose>
        <p>
          <Trans>
            Found a way in? Please tell us in private first, so that it can be closed before others read about
            it.
          </Trans>
        </p>
        <ul>
          <li>
            <Trans>
              <strong>About this installation:</strong> write to its operator. The address stands in{' '}
              <a href="/.well-known/security.txt">security.txt</a>, if the operator has set one.
            </Trans>
          </li>
          <li>
            <Trans>
              <strong>About the program itself:</strong> the file <code>SECURITY.md</code> that comes with it
              says where to write.
            </Trans>
          </li>
          <li>
            <Trans>
              <strong>Say</strong> what you did, what happened, and which version it was. Leave pictures, keys
              and passwords out of the message.
            </Trans>
          </li>
          <li>
            <Trans>
              <strong>Stop at the proof.</strong> Do not look at other people’s cameras, do not keep what you
              saw, and do not disturb the running system.
            </Trans>
          </li>
        </ul>
        <p>
          <Trans>Whoever keeps to this acts in good faith, and is welcome.</Trans>
        </p>
      </Prose>
    </Part>
  );
}

/** How the product protects, each claim with the test that proves it. */
export function SecurityPage() {
  return (
    <PublicPage
      title={t`Security`}
      intro={t`What protects your cameras. Beside each claim stands the test that proves it: the file in the program’s source, and the title of the test. They all run before every release.`}
    >
      {CLAIM_GROUPS.map(({ title, claims }) => (
        <Part key={title} title={title}>
          <Card>
            <ul className="divide-y">
              {claims.map((claim) => (
                <ClaimItem key={claim.text} {...claim} />
              ))}
            </ul>
          </Card>
        </Part>
      ))}
      <Limits />
      <Disclosure />
    </PublicPage>
  );
}
