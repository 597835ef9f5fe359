import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { RotateCw } from 'lucide-react';
import { Component, type ReactNode, useEffect } from 'react';
import { connection, useServerReachable } from '../../api/connection.ts';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/page.tsx';

function reload(): void {
  location.reload();
}

/** What is said instead. Without an answer of the server it waits for one and loads the window again by itself. */
function Failed({ inFrame }: { readonly inFrame: boolean }) {
  const reachable = useServerReachable();
  useEffect(() => {
    connection.failed();
    return connection.onRecovered(reload);
  }, []);
  // The frame has its own.
  const Main = inFrame ? 'div' : 'main';
  return (
    <Main className="mx-auto w-full max-w-2xl p-4 sm:p-8">
      <EmptyState heading="h1" icon={<RotateCw size={36} />} title={t`This page could not be opened`}>
        {reachable ? (
          <p>
            <Trans>
              Sentinel may have been updated since you opened this window. Loading the window again helps
              then.
            </Trans>
          </p>
        ) : (
          <p>
            <Trans>
              The server is not answering. Check that the computer running Sentinel is switched on and that
              this device is on the same network. The page opens by itself as soon as it answers.
            </Trans>
          </p>
        )}
        <Button look="primary" onClick={reload}>
          <Trans>Reload</Trans>
        </Button>
      </EmptyState>
    </Main>
  );
}

interface Props {
  /** The address; another one is another chance. */
  readonly path: string;
  /** Only the page inside the frame is replaced: the ways to other pages stay. */
  readonly inFrame?: boolean;
  readonly children: ReactNode;
}

interface State {
  /** The address the state is of. */
  readonly path: string;
  readonly failed: boolean;
}

/**
 * Stands in for a page that cannot be shown: its part could not be fetched, often because the server was updated
 * since this tab was opened, or it broke. Without it the whole window would go blank.
 */
export class PageBoundary extends Component<Props, State> {
  static getDerivedStateFromError(): Partial<State> {
    return { failed: true };
  }

  static getDerivedStateFromProps({ path }: Props, state: State): State | null {
    return path === state.path ? null : { path, failed: false };
  }

  override state: State = { path: this.props.path, failed: false };

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <Failed inFrame={this.props.inFrame === true} />;
  }
}
