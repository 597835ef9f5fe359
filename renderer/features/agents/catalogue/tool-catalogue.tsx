import { t } from '@lingui/core/macro';
import { useQuery } from '@tanstack/react-query';
import { messageOf } from '../../../api/errors.ts';
import { Banner } from '../../../components/banner.tsx';
import { Loading } from '../../../components/loading.tsx';
import { catalogueQuery } from '../agent-queries.ts';
import { Tag } from '../tag.tsx';
import { toolText } from './tool-texts.ts';
import { type ToolMark, toolGroups, toolMarks } from './tool-words.ts';

const MARKS: Readonly<Record<ToolMark, string>> = {
  reads: t`Looks`,
  changes: t`Changes`,
  pictures: t`Pictures`,
};

/** Every tool with what it does. */
export function ToolCatalogue() {
  const { data, error } = useQuery(catalogueQuery);
  if (error !== null) return <Banner tone="bad">{messageOf(error)}</Banner>;
  if (data === undefined) return <Loading />;
  return (
    <div className="grid gap-6">
      {toolGroups([...data.read, ...data.write]).map(({ category, title, tools }) => (
        <section key={category} aria-label={title} className="grid gap-2">
          <h3 className="font-semibold">{title}</h3>
          <ul className="grid gap-x-6 md:grid-cols-2">
            {tools.map((tool) => (
              <li key={tool.name} className="grid content-start gap-1 border-t py-3">
                <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <span className="font-medium">{toolText(tool).title}</span>
                  {toolMarks(data, tool.name).map((mark) => (
                    <Tag key={mark} strong={mark === 'changes'}>
                      {MARKS[mark]}
                    </Tag>
                  ))}
                </span>
                <span className="font-mono text-xs break-all text-ink-soft">{tool.name}</span>
                <span className="text-ink-soft">{toolText(tool).about}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
