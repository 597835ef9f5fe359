import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'radix-ui';
import { useState } from 'react';
import { installationQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { CopyText } from '../../../components/copy-text.tsx';
import { Choices } from '../../../components/input/choices.tsx';
import {
  type Client,
  CLIENTS,
  claudeCodeLine,
  clientJson,
  configFile,
  guessSystem,
  mcpUrl,
  PLACEHOLDER_KEY,
  serverAddress,
  setupLine,
  type System,
} from './client-lines.ts';
import { type CreatedKey, KeySource } from './key-source.tsx';

const NAMES: Readonly<Record<Client, string>> = {
  'claude-code': 'Claude Code',
  'claude-desktop': 'Claude Desktop',
  cursor: 'Cursor',
  windsurf: 'Windsurf',
};

const SYSTEM_CHOICES = [
  { value: 'windows', text: 'Windows' },
  { value: 'mac', text: 'macOS' },
  { value: 'linux', text: 'Linux' },
] as const;

const TAB =
  '-mb-px shrink-0 border-b-2 border-transparent px-3 py-2.5 font-medium text-ink-soft -outline-offset-2 hover:text-ink aria-selected:border-accent aria-selected:text-ink';

interface Facts {
  readonly system: System;
  readonly address: string;
  readonly secret: string;
}

function AutoPanel({ system, address, secret }: Facts) {
  return (
    <>
      <p className="max-w-prose text-ink-soft">
        {system === 'windows' ? (
          <Trans>
            Close the clients, then run this in PowerShell on the computer they are on. It finds Claude Code,
            Claude Desktop, Cursor and Windsurf, asks which to set up, and keeps a copy of every file it
            changes.
          </Trans>
        ) : (
          <Trans>
            Close the clients, then run this in a terminal on the computer they are on. It finds Claude Code,
            Claude Desktop, Cursor and Windsurf, asks which to set up, and keeps a copy of every file it
            changes. It needs Python 3.
          </Trans>
        )}
      </p>
      <CopyText label={t`Set up all clients`} text={setupLine(system, address, secret)} rows={3} />
    </>
  );
}

function ClientPanel({ client, system, address, secret }: Facts & { readonly client: Client }) {
  const url = mcpUrl(address);
  const name = NAMES[client];
  const file = (
    <code className="rounded-sm bg-surface-2 px-1.5 py-0.5 font-mono text-xs break-all text-ink">
      {configFile(client, system)}
    </code>
  );
  return (
    <>
      {client === 'claude-code' ? (
        <CopyText label={t`Run this in a terminal`} text={claudeCodeLine(url, secret)} rows={3} />
      ) : null}
      <p className="max-w-prose text-ink-soft">
        {client === 'claude-code' ? (
          <Trans>
            Or write this into {file}, beside the servers that are already there, and start {name} again.
          </Trans>
        ) : (
          <Trans>
            Write this into {file}, beside the servers that are already there, and start {name} again.
          </Trans>
        )}{' '}
        {client === 'claude-desktop' ? <Trans>It needs Node.js on that computer.</Trans> : null}
      </p>
      <CopyText
        label={t`Configuration of ${name}`}
        text={clientJson(client, system, url, secret)}
        rows={10}
      />
    </>
  );
}

interface Props {
  /** The key that was made on this page, if any. */
  readonly created: CreatedKey | null;
  readonly onForget: () => void;
}

/** Lines and configurations, ready to copy, for the clients people use. */
export function ConnectClient({ created, onForget }: Props) {
  const [system, setSystem] = useState<System>(() => guessSystem(navigator.userAgent));
  const [pasted, setPasted] = useState<string | null>(null);
  const { data } = useQuery(installationQuery);
  const secret = created?.key ?? pasted;
  const facts: Facts = {
    system,
    address: serverAddress(data?.lan_urls, location.origin),
    secret: secret ?? PLACEHOLDER_KEY,
  };
  return (
    <div className="grid gap-4">
      <KeySource created={created} onForget={onForget} onPaste={setPasted} />
      {secret === null ? (
        <Banner tone="warn">
          <Trans>
            The lines below hold <code className="font-mono">{PLACEHOLDER_KEY}</code>. Make a key or paste one
            to get lines that work.
          </Trans>
        </Banner>
      ) : null}
      <Choices
        legend={t`System of the computer the client is on`}
        options={SYSTEM_CHOICES}
        value={system}
        onChoose={setSystem}
      />
      <Tabs.Root defaultValue="auto" className="grid min-w-0 gap-4">
        <Tabs.List aria-label={t`Client`} className="flex overflow-x-auto border-b">
          <Tabs.Trigger value="auto" className={TAB}>
            <Trans>Automatic</Trans>
          </Tabs.Trigger>
          {CLIENTS.map((client) => (
            <Tabs.Trigger key={client} value={client} className={TAB}>
              {NAMES[client]}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <Tabs.Content value="auto" className="grid gap-4">
          <AutoPanel {...facts} />
        </Tabs.Content>
        {CLIENTS.map((client) => (
          <Tabs.Content key={client} value={client} className="grid gap-4">
            <ClientPanel client={client} {...facts} />
          </Tabs.Content>
        ))}
      </Tabs.Root>
      <p className="max-w-prose text-ink-soft">
        <Trans>
          Another client? Give it the address{' '}
          <code className="font-mono break-all text-ink">{mcpUrl(facts.address)}</code> (Streamable HTTP) and
          the header <code className="font-mono whitespace-nowrap text-ink">Authorization: Bearer</code> with
          the key.
        </Trans>
      </p>
    </div>
  );
}
