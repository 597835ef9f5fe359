import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Cpu, Plug } from 'lucide-react';
import { Link } from 'react-router';
import { Banner } from '../../components/banner.tsx';
import { useMe } from '../../session/session-context.ts';
import { hostOf, hostSentence } from './model/host.ts';
import { problemWords } from './model/problem-words.ts';
import { modelQuery, type SentinelAnswer } from './sentinel-queries.ts';

function BuiltIn() {
  const { is_admin: isAdmin } = useMe();
  const { data } = useQuery({ ...modelQuery, enabled: isAdmin });
  const host = data === undefined ? null : hostOf(data.base_url);
  const problem = data === undefined ? null : problemWords(data);
  if (problem !== null) {
    return (
      <Banner
        tone="warn"
        action={
          <Link to="/sentinel/model" className="font-medium text-accent underline">
            <Trans>Open the model</Trans>
          </Link>
        }
      >
        <Trans>The built-in investigator cannot work: {problem}</Trans>
      </Banner>
    );
  }
  return (
    <p className="flex items-start gap-2">
      <Cpu size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-ink-soft" />
      <span className="min-w-0 break-words">
        {data === undefined
          ? t`The built-in investigator works on runs.`
          : t`The built-in investigator works on runs with ${data.model}.`}{' '}
        {host === null ? null : <span className="text-ink-soft">{hostSentence(host)}</span>}
      </span>
    </p>
  );
}

function Nobody() {
  const { is_admin: isAdmin } = useMe();
  return (
    <Banner
      tone="warn"
      action={
        isAdmin ? (
          <Link to="/sentinel/model" className="font-medium text-accent underline">
            <Trans>Choose a model</Trans>
          </Link>
        ) : null
      }
    >
      <Trans>Nobody works on runs yet, so none is started.</Trans>{' '}
      {isAdmin
        ? t`Choose a model for the built-in investigator; one on your own computer is enough.`
        : t`An administrator can choose a model.`}
    </Banner>
  );
}

/** Who works on runs: nobody yet, an agent service, or the built-in investigator, and who receives pictures. */
export function RunnerLine({ runner }: { readonly runner: SentinelAnswer['runner'] }) {
  if (runner === 'none') return <Nobody />;
  if (runner === 'builtin') return <BuiltIn />;
  return (
    <p className="flex items-start gap-2">
      <Plug size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-ink-soft" />
      <span>
        <Trans>
          Your agent service works on runs.{' '}
          <span className="text-ink-soft">
            It was connected where this server is started, and receives what it asks for.
          </span>
        </Trans>
      </span>
    </p>
  );
}
