import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { messageOf } from '../../../api/errors.ts';
import { camerasQuery } from '../../../api/queries.ts';
import { Banner } from '../../../components/banner.tsx';
import { Button } from '../../../components/button.tsx';
import { Chip } from '../../../components/chip.tsx';
import { Switch } from '../../../components/input/switch.tsx';
import { Loading } from '../../../components/loading.tsx';
import { Card } from '../../../components/page.tsx';
import { useMe } from '../../../session/session-context.ts';
import { isInScope, scopeCount } from '../state-words.ts';
import { cameraWords } from './camera-words.ts';
import type { PartProps } from './change.ts';

function NoCameras() {
  const { is_admin: isAdmin } = useMe();
  return (
    <p className="text-ink-soft">
      <Trans>There is no camera yet.</Trans>{' '}
      {isAdmin ? (
        <Link to="/settings/nodes" className="text-accent underline">
          <Trans>Connect a node in the settings</Trans>
        </Link>
      ) : null}
    </p>
  );
}

interface ListProps extends PartProps {
  readonly cameras: readonly Camera[];
}

function Cameras({ cameras, rules, isReadOnly, onChange }: ListProps) {
  const ids = cameras.map(({ camera_id: id }) => id);
  const setAll = (isIn: boolean) =>
    onChange(({ camera_scope: old }) => ({
      camera_scope: { ...old, ...Object.fromEntries(ids.map((id) => [id, isIn])) },
    }));
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <output className="text-ink-soft">{scopeCount(rules, ids)}</output>
        <span className="flex gap-2">
          <Button
            disabled={isReadOnly || ids.every((id) => isInScope(rules, id))}
            onClick={() => setAll(true)}
          >
            <Trans>All</Trans>
          </Button>
          <Button
            disabled={isReadOnly || !ids.some((id) => isInScope(rules, id))}
            onClick={() => setAll(false)}
          >
            <Trans>None</Trans>
          </Button>
        </span>
      </div>
      <ul aria-label={t`Cameras in scope`} className="divide-y">
        {cameras.map((camera) => {
          const { camera_id: id, name, node_name: node } = camera;
          const { tone, text } = cameraWords(camera);
          return (
            <li key={id} className="py-3 first:pt-0 last:pb-0">
              <Switch
                label={name}
                hint={
                  <span className="flex flex-wrap items-center gap-2">
                    <Chip tone={tone}>{text}</Chip>
                    {node === null ? null : <span className="min-w-0 truncate">{node}</span>}
                  </span>
                }
                checked={isInScope(rules, id)}
                disabled={isReadOnly}
                onChange={(isIn) =>
                  onChange(({ camera_scope: old }) => ({ camera_scope: { ...old, [id]: isIn } }))
                }
              />
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** Which cameras Sentinel may look through. */
export function CameraScopeCard(props: PartProps) {
  const { data, error } = useQuery(camerasQuery);
  return (
    <Card className="grid gap-4">
      <div className="grid gap-1">
        <h2 className="text-base font-semibold">
          <Trans>Cameras</Trans>
        </h2>
        <p className="max-w-prose text-ink-soft">
          <Trans>
            Motion at a camera that is off here starts no run, and Sentinel does not look through it unless
            you send it there by hand. New cameras are on.
          </Trans>
        </p>
      </div>
      {error === null ? null : <Banner tone="bad">{messageOf(error)}</Banner>}
      {data === undefined && error === null ? <Loading /> : null}
      {data === undefined ? null : data.length === 0 ? <NoCameras /> : <Cameras {...props} cameras={data} />}
    </Card>
  );
}
