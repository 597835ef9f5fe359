import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useState } from 'react';
import { CopyText } from '../../components/copy-text.tsx';
import { Choices } from '../../components/input/choices.tsx';
import { guessSystem, type System } from '../agents/connect/client-lines.ts';
import { installLine, type NodeLogin, WINDOWS_DOWNLOAD } from './setup-lines.ts';

const SYSTEMS = [
  { value: 'windows', text: 'Windows' },
  { value: 'mac', text: 'macOS' },
  { value: 'linux', text: 'Linux' },
] as const;

function WindowsDownload() {
  return (
    <p className="text-ink-soft">
      <Trans>
        First{' '}
        <a href={WINDOWS_DOWNLOAD} className="font-medium text-accent underline">
          download the node program
        </a>{' '}
        on that computer and install it. Then run this in PowerShell.
      </Trans>
    </p>
  );
}

interface Props {
  /** Address under which the other computer reaches this server. */
  readonly url: string;
  readonly login: NodeLogin;
}

/** The line that installs and connects a node, for each system. */
export function SetupLine({ url, login }: Props) {
  const [system, setSystem] = useState<System>(() => guessSystem(navigator.userAgent));
  return (
    <div className="grid min-w-0 gap-3">
      <div className="flex">
        <Choices
          legend={t`System of the computer with the cameras`}
          options={SYSTEMS}
          value={system}
          onChoose={setSystem}
        />
      </div>
      {system === 'windows' ? (
        <WindowsDownload />
      ) : (
        <p className="text-ink-soft">
          <Trans>
            Open a terminal on that computer and run this. It installs the node program and connects it.
          </Trans>
        </p>
      )}
      <CopyText
        label={t`Run this on the computer that has the cameras`}
        text={installLine(system, url, login)}
      />
    </div>
  );
}
