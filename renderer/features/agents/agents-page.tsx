import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { planQuery } from '../../api/queries.ts';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Loading } from '../../components/loading.tsx';
import { Page } from '../../components/page.tsx';
import { ToolCatalogue } from './catalogue/tool-catalogue.tsx';
import { ConnectClient } from './connect/connect-client.tsx';
import type { CreatedKey } from './connect/key-source.tsx';
import { FoldingCard } from './folding-card.tsx';
import { CreateKeyDialog, NewKeyDialog } from './keys/create-key-dialog.tsx';
import { KeyList } from './keys/key-list.tsx';
import { ActivityTiles } from './live/activity-tiles.tsx';
import { ClientList } from './live/client-list.tsx';
import { LiveBadge } from './live/live-badge.tsx';
import { LiveFeed } from './live/live-feed.tsx';
import { LockedPage } from './locked-page.tsx';

type Part = 'keys' | 'connect' | 'tools';
/** `saved`: the new key was put away; the next step is to give it to a client. */
type DialogState = 'closed' | 'form' | 'key' | 'saved';

function NoCalls() {
  return (
    <p className="mx-auto max-w-prose px-5 py-10 text-center text-ink-soft">
      <Trans>
        No agent has called since the server started. Make a key, connect a client, and ask it what your
        cameras see: every call appears here as it happens.
      </Trans>
    </p>
  );
}

/** The page for an organisation whose plan includes agents. */
function OpenPage() {
  const [opened, setOpened] = useState<ReadonlySet<Part>>(new Set<Part>(['keys']));
  const [created, setCreated] = useState<CreatedKey | null>(null);
  const [dialog, setDialog] = useState<DialogState>('closed');
  const connect = useRef<HTMLDetailsElement>(null);
  const fold = (part: Part) => ({
    isOpen: opened.has(part),
    onToggle: (isOpen: boolean) =>
      setOpened((old) => new Set(isOpen ? [...old, part] : [...old].filter((other) => other !== part))),
  });
  const make = () => setDialog('form');
  const leadOn = () => {
    setDialog('saved');
    setOpened((old) => new Set([...old, 'connect' as const]));
  };
  useEffect(() => {
    if (dialog !== 'saved') return;
    // Only now, and after the dialog has given the focus back: until then it keeps it to itself.
    const timer = setTimeout(() => {
      connect.current?.querySelector('summary')?.focus({ preventScroll: true });
      connect.current?.scrollIntoView({ block: 'start' });
    });
    return () => clearTimeout(timer);
  }, [dialog]);
  return (
    <Page
      title={t`AI agents`}
      intro={t`Agents that may look through your cameras and file incidents, by the Model Context Protocol (MCP).`}
      action={
        <div className="flex flex-wrap items-center gap-3">
          <LiveBadge />
          <Button look="primary" onClick={make}>
            <Plus size={18} aria-hidden="true" />
            <Trans>Make a key</Trans>
          </Button>
        </div>
      }
    >
      <ActivityTiles />
      <div className="grid gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <LiveFeed empty={<NoCalls />} />
        <ClientList />
      </div>
      <FoldingCard title={t`Keys`} about={t`What each agent may do, and until when`} {...fold('keys')}>
        <KeyList onMake={make} onRevoked={({ id }) => setCreated((old) => (old?.id === id ? null : old))} />
      </FoldingCard>
      <FoldingCard
        ref={connect}
        title={t`Connect a client`}
        about={t`Claude Code, Claude Desktop, Cursor, Windsurf and others`}
        {...fold('connect')}
      >
        <ConnectClient created={created} onForget={() => setCreated(null)} />
      </FoldingCard>
      <FoldingCard title={t`Tools`} about={t`Everything an agent can be allowed to do`} {...fold('tools')}>
        <ToolCatalogue />
      </FoldingCard>
      {dialog === 'form' ? (
        <CreateKeyDialog
          onClose={() => setDialog('closed')}
          onCreated={(key) => {
            setCreated(key);
            setDialog('key');
          }}
        />
      ) : null}
      {dialog === 'key' && created !== null ? <NewKeyDialog created={created} onClose={leadOn} /> : null}
    </Page>
  );
}

/** AI agents: who calls, what they may do, and how to connect one. */
export function AgentsPage() {
  const { data: plan, error } = useQuery(planQuery);
  return (
    <div className="mx-auto grid w-full max-w-6xl grid-cols-[minmax(0,1fr)]">
      {plan === undefined ? (
        <Page title={t`AI agents`}>
          {error === null ? <Loading /> : <Banner tone="bad">{messageOf(error)}</Banner>}
        </Page>
      ) : plan.features.includes('admin') ? (
        <OpenPage />
      ) : (
        <LockedPage />
      )}
    </div>
  );
}
