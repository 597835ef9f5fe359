import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Button } from '../../../components/button.tsx';
import { CopyText } from '../../../components/copy-text.tsx';
import { Card } from '../../../components/page.tsx';

const REPOSITORY = 'https://github.com/SourceBox-LLC/Sentinel-HomeAssistant';

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}

function Step({ number, title, children }: StepProps) {
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4">
      <span
        aria-hidden="true"
        className="grid size-8 place-items-center rounded-full border border-line-strong font-semibold tabular-nums"
      >
        {number}
      </span>
      <div className="grid gap-3 pt-1">
        <h3 className="font-semibold">{title}</h3>
        {children}
      </div>
    </li>
  );
}

interface Props {
  /** Where Home Assistant finds this server. */
  readonly address: string;
  readonly onMake: () => void;
}

/** From nothing to cameras in Home Assistant. */
export function SetupSteps({ address, onMake }: Props) {
  return (
    <Card className="grid gap-5">
      <h2 className="text-base font-semibold">
        <Trans>Connect Home Assistant</Trans>
      </h2>
      <ol className="grid gap-6">
        <Step number={1} title={t`Make a key here`}>
          <p className="max-w-prose text-ink-soft">
            <Trans>It is shown once. Copy it; Home Assistant asks for it in step 3.</Trans>
          </p>
          <Button className="justify-self-start" onClick={onMake}>
            <Trans>Make a key</Trans>
          </Button>
        </Step>
        <Step number={2} title={t`Install the integration in Home Assistant`}>
          <p className="max-w-prose text-ink-soft">
            <Trans>
              In HACS, add this address as a custom repository of the type Integration, download it, and
              restart Home Assistant.
            </Trans>
          </p>
          <CopyText label={t`Repository`} text={REPOSITORY} />
        </Step>
        <Step number={3} title={t`Add it with the address and the key`}>
          <p className="max-w-prose text-ink-soft">
            <Trans>
              Under Settings → Devices &amp; services choose Add integration, then the one you just installed.
              It asks for the address of this server and for the key.
            </Trans>
          </p>
          <CopyText label={t`Server address`} text={address} />
        </Step>
      </ol>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          Cameras appear with stills, a motion sensor and a switch for recording. Live video comes straight
          from a node, once it was set up with{' '}
          <code className="font-mono whitespace-nowrap text-ink">--lan-streaming</code> and is in the same
          network as Home Assistant. What has been switched, and by which key, stands in the{' '}
          <Link to="/admin/audit" className="text-accent underline">
            audit log
          </Link>
          .
        </Trans>
      </p>
    </Card>
  );
}
