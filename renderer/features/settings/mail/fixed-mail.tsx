import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { MailSettings } from '../../../../server/contract/notifications/email.ts';
import { Banner } from '../../../components/banner.tsx';
import { Card } from '../../../components/page.tsx';
import { decidingVariable, SECURITY_WORDS } from './mail-words.ts';

function Fact({ term, children }: { readonly term: string; readonly children: ReactNode }) {
  return (
    <div className="grid gap-x-4 py-2.5 sm:grid-cols-[10rem_minmax(0,1fr)]">
      <dt className="text-ink-soft">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

/** How mail is sent where the environment decides: to read, not to change. */
export function FixedMail({ settings }: { readonly settings: MailSettings }) {
  const { transport, from_name: name, from_address: address } = settings;
  const isSmtp = transport === 'smtp';
  return (
    <Card className="grid gap-3">
      <h2 className="text-base font-semibold">
        <Trans>How mail is sent</Trans>
      </h2>
      <Banner tone="info">
        <Trans>
          Set where the server is started, by <code className="font-mono">{decidingVariable(transport)}</code>
          , and therefore not changeable here. Change it there and start the server again.
        </Trans>
      </Banner>
      <dl className="divide-y">
        <Fact term={t`Sent through`}>{isSmtp ? 'SMTP' : 'Resend'}</Fact>
        {isSmtp ? (
          <>
            <Fact term={t`Server`}>
              <Trans>
                {settings.smtp_host}, port {settings.smtp_port}
              </Trans>
            </Fact>
            <Fact term={t`Encryption`}>{SECURITY_WORDS[settings.smtp_security]}</Fact>
            <Fact term={t`User name`}>
              {settings.smtp_username === '' ? t`not set` : settings.smtp_username}
            </Fact>
            <Fact term={t`Password`}>{settings.has_smtp_password ? t`set` : t`not set`}</Fact>
          </>
        ) : null}
        <Fact term={t`From`}>
          {address === '' ? t`no address yet` : name === '' ? address : `${name}, ${address}`}
        </Fact>
      </dl>
    </Card>
  );
}
