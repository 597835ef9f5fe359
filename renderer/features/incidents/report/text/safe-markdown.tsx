import { t } from '@lingui/core/macro';
import { Trans } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import Markdown, { type Components } from 'react-markdown';
import rehypeSanitize, { defaultSchema } from 'rehype-sanitize';
import { isTooHeavy } from './markdown-weight.ts';
import { ScrollText } from './scroll-text.tsx';

const SAFE_LINK = /^(?:https?:\/\/|mailto:)/i;

/** What a report may consist of; whatever else it holds is dropped or shown as text. */
const SCHEMA = {
  ...defaultSchema,
  tagNames: 'h1 h2 h3 h4 h5 h6 p br hr blockquote ul ol li strong em code pre a img'.split(' '),
  attributes: { a: ['href'], img: ['alt'], ol: ['start'] },
  protocols: { href: ['http', 'https', 'mailto'] },
};

interface TreeNode {
  type: string;
  children?: TreeNode[];
}

/** Shows HTML as the text it is, so that nothing somebody wrote is hidden from the reader. */
function htmlAsText() {
  return (tree: TreeNode): void => {
    if (tree.type === 'raw') tree.type = 'text';
    for (const child of tree.children ?? []) htmlAsText()(child);
  };
}

/** The page has a heading of its own above the report, so the report's begin two levels lower. */
const COMPONENTS: Components = {
  h1: ({ children }) => <h3 className="mt-3 text-lg font-semibold first:mt-0">{children}</h3>,
  h2: ({ children }) => <h4 className="mt-3 text-base font-semibold first:mt-0">{children}</h4>,
  h3: ({ children }) => <h5 className="mt-2 font-semibold first:mt-0">{children}</h5>,
  h4: ({ children }) => <h6 className="mt-2 font-semibold first:mt-0">{children}</h6>,
  h5: ({ children }) => <h6 className="mt-2 font-semibold first:mt-0">{children}</h6>,
  h6: ({ children }) => <h6 className="mt-2 font-semibold first:mt-0">{children}</h6>,
  ul: ({ children }) => <ul className="grid list-disc gap-1 pl-6">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="grid list-decimal gap-1 pl-6">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="grid gap-2 border-l-3 border-line-strong pl-4 text-ink-soft">
      {children}
    </blockquote>
  ),
  pre: ({ children }) => (
    // Long lines scroll; without a tab stop the keyboard could not reach their ends.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <pre tabIndex={0} className="overflow-x-auto rounded-sm border bg-surface-2 p-3 font-mono text-sm">
      {children}
    </pre>
  ),
  code: ({ children }) => <code className="rounded-sm bg-surface-2 px-1 font-mono text-sm">{children}</code>,
  hr: () => <hr className="my-1" />,
  a: ({ href, children }) => <SafeLink href={href}>{children}</SafeLink>,
  // A picture from elsewhere would tell its host who reads the report, and when.
  img: ({ alt }) => (
    <span className="text-ink-soft">{alt ? t`[Picture left out: ${alt}]` : t`[Picture left out]`}</span>
  ),
};

function SafeLink({ href, children }: { readonly href: string | undefined; readonly children?: ReactNode }) {
  if (href === undefined || !SAFE_LINK.test(href)) return <span>{children}</span>;
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" className="text-accent underline">
      {children}
    </a>
  );
}

/**
 * A report written by a person or an AI agent, neither of whom is trusted: no HTML, no pictures, and links only to
 * web and mail addresses, in a new tab. What would keep the browser busy is shown as it was written.
 */
export function SafeMarkdown({ text }: { readonly text: string }) {
  if (isTooHeavy(text)) {
    return (
      <div className="grid gap-2">
        <p className="text-ink-soft">
          <Trans>Shown as it was written, because its formatting is too involved.</Trans>
        </p>
        <ScrollText text={text} />
      </div>
    );
  }
  return (
    <div className="grid max-w-prose gap-2.5 text-base break-words">
      <Markdown
        rehypePlugins={[htmlAsText, [rehypeSanitize, SCHEMA]]}
        urlTransform={(url) => (SAFE_LINK.test(url) ? url : '')}
        components={COMPONENTS}
      >
        {text}
      </Markdown>
    </div>
  );
}
