import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import type { Camera } from '../../../../server/contract/fleet/cameras.ts';
import { Card } from '../../../components/page.tsx';
import { delayText } from '../tile/tile-state.ts';

interface Props {
  readonly camera: Camera;
  /** Left out where the group can be chosen beside. */
  readonly hasGroup: boolean;
  readonly delayMs: number | null;
  /** Codec and picture size as the player found them. */
  readonly media: string | null;
  readonly seen: string;
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="grid gap-0.5 py-2.5">
      <dt className="text-xs text-ink-soft">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}

/** What is known about a camera, for whoever looks after it. */
export function CameraFacts({ camera, hasGroup, delayMs, media, seen }: Props) {
  return (
    <Card className="self-start py-2">
      <h2 className="sr-only">
        <Trans>Camera facts</Trans>
      </h2>
      <dl className="divide-y">
        {hasGroup ? <Fact name={t`Group`}>{camera.group ?? t`none`}</Fact> : null}
        <Fact name={t`Node`}>{camera.node_name ?? t`unknown`}</Fact>
        <Fact name={t`Last report of the node`}>{seen}</Fact>
        <Fact name={t`Delay to this screen (estimated)`}>{delayText(delayMs) || t`not known yet`}</Fact>
        <Fact name={t`Video`}>{media ?? t`not known yet`}</Fact>
        <Fact name={t`Camera ID`}>
          <span className="font-mono text-sm break-all">{camera.camera_id}</span>
        </Fact>
      </dl>
    </Card>
  );
}
