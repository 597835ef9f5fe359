import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Cctv, Wrench } from 'lucide-react';
import type { AgentKey } from '../../../../server/contract/agents/keys.ts';
import { camerasQuery, groupsQuery } from '../../../api/queries.ts';
import { Button } from '../../../components/button.tsx';
import { Chip } from '../../../components/chip.tsx';
import { formats } from '../../../hooks/format.ts';
import { agoTime } from '../../../hooks/time.ts';
import { nameOf } from '../key-name.ts';
import { Tag } from '../tag.tsx';
import { cameraWords, expiryOf, lastUsedWords, scopeWords } from './key-words.ts';

interface Props {
  readonly agentKey: AgentKey;
  /** Milliseconds. */
  readonly now: number;
  readonly onRevoke: () => void;
}

function groupWords(name: string | undefined): string {
  return name === undefined ? t`a group that was deleted` : t`group ${name}`;
}

function Cameras({ scope }: { readonly scope: NonNullable<AgentKey['camera_scope']> }) {
  const { data: cameras = [] } = useQuery(camerasQuery);
  const { data: groups = [] } = useQuery(groupsQuery);
  const names = [
    ...scope.groups.map((id) => groupWords(groups.find((group) => group.id === id)?.name)),
    ...scope.cameras.map((id) => cameras.find((camera) => camera.camera_id === id)?.name ?? id),
  ];
  return (
    <p>
      <Trans>Cameras: {formats.list(names)}</Trans>
    </p>
  );
}

function Details({ agentKey }: { readonly agentKey: AgentKey }) {
  const isChosen = agentKey.scope_mode === 'custom';
  if (!isChosen && agentKey.camera_scope === null) return null;
  return (
    <details>
      <summary className="w-fit rounded-sm py-1 text-accent">
        <Trans>What it may see and do</Trans>
      </summary>
      <div className="grid gap-1 pt-1 [overflow-wrap:anywhere] text-ink-soft">
        {isChosen ? (
          <p>
            <Trans>Tools: {agentKey.scope_tools.join(', ')}</Trans>
          </p>
        ) : null}
        {agentKey.camera_scope === null ? null : <Cameras scope={agentKey.camera_scope} />}
      </div>
    </details>
  );
}

/** One key: what it may do, when it was used, and the way to end it. */
export function KeyRow({ agentKey, now, onRevoke }: Props) {
  const expiry = expiryOf(agentKey, now);
  const name = nameOf(agentKey.name);
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-4">
      <div className="grid min-w-0 flex-1 basis-64 gap-1.5">
        <span className="flex flex-wrap items-center gap-2">
          <span className="min-w-0 font-semibold break-words">{name}</span>
          <Tag strong={agentKey.scope_mode === 'all'}>
            <Wrench size={12} aria-hidden="true" />
            {scopeWords(agentKey)}
          </Tag>
          <Tag>
            <Cctv size={12} aria-hidden="true" />
            {cameraWords(agentKey.camera_scope)}
          </Tag>
          {expiry.state === 'over' ? (
            <Chip tone="bad">
              <Trans>Expired</Trans>
            </Chip>
          ) : null}
          {expiry.state === 'soon' ? <Chip tone="warn">{expiry.words}</Chip> : null}
        </span>
        <span className="text-ink-soft">
          {[
            t`Made ${agoTime(Date.parse(agentKey.created_at), now)}`,
            lastUsedWords(agentKey, now),
            ...(expiry.state === 'soon' ? [] : [expiry.words]),
          ].join(' · ')}
        </span>
        <Details agentKey={agentKey} />
      </div>
      <Button aria-label={t`Revoke ${name}`} onClick={onRevoke}>
        <Trans>Revoke</Trans>
      </Button>
    </li>
  );
}
