import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { Link, useParams } from 'react-router';
import { Banner } from '../../components/banner.tsx';
import { Button } from '../../components/button.tsx';
import { Loading } from '../../components/loading.tsx';
import { EmptyState } from '../../components/page.tsx';
import { usePageTitle } from '../public/shell/public-page.tsx';
import { ContentsColumn, ContentsDrawer } from './page/contents.tsx';
import { Overview } from './page/overview.tsx';
import './page/print.css';
import { SectionView } from './page/section-view.tsx';
import { usePaperTheme } from './page/use-paper-theme.ts';
import { SearchBox } from './search/search-box.tsx';
import { type DocSection, SECTIONS } from './sections.ts';
import type { Content } from './text/block.ts';

function NoSuchPage() {
  return (
    <EmptyState heading="h1" icon={<SearchX size={36} />} title={t`There is no such page in the help`}>
      <p>
        <Trans>The address may be old or mistyped. Search above, or begin at the start.</Trans>
      </p>
      <Link to="/docs" className="font-medium text-accent underline">
        <Trans>All pages of the help</Trans>
      </Link>
    </EmptyState>
  );
}

function useContent(section: DocSection | undefined) {
  return useQuery({
    queryKey: ['docs', 'page', section?.id],
    queryFn: (): Promise<Content> => section?.load() ?? Promise.resolve([]),
    enabled: section !== undefined,
    staleTime: Infinity,
  });
}

function OpenPage({ section }: { readonly section: DocSection }) {
  const { data, isError, refetch } = useContent(section);
  if (data !== undefined) return <SectionView section={section} content={data} />;
  if (!isError) return <Loading />;
  return (
    <Banner
      tone="bad"
      action={
        <Button onClick={() => void refetch()}>
          <Trans>Try again</Trans>
        </Button>
      }
    >
      <Trans>This page could not be loaded. Check the connection to the server.</Trans>
    </Banner>
  );
}

/** The help: its beginning, or one page of it. */
export function DocsPage() {
  const { section: id } = useParams();
  const section = SECTIONS.find((known) => known.id === id);
  const { data: content } = useContent(section);
  usePaperTheme();
  usePageTitle(section?.title ?? t`Help`);
  return (
    <div className="mx-auto flex w-full max-w-6xl items-start gap-8">
      {id === undefined ? null : <ContentsColumn here={section} content={content} />}
      <div className="grid min-w-0 flex-1 grid-cols-[minmax(0,1fr)] gap-6">
        <div className="relative flex gap-2">
          {id === undefined ? null : <ContentsDrawer here={section} content={content} />}
          <SearchBox />
        </div>
        {id === undefined ? <Overview /> : null}
        {section === undefined ? null : <OpenPage key={section.id} section={section} />}
        {id !== undefined && section === undefined ? <NoSuchPage /> : null}
      </div>
    </div>
  );
}
