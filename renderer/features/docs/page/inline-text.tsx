import { Link } from 'react-router';
import { type Inline, parseInline } from '../text/inline.ts';

/** Paths that the server answers itself; the dashboard has no page for them. */
const SERVED = /^\/api/;

function Part({ part }: { readonly part: Inline }) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return (
        <code className="rounded-[5px] bg-surface-3 px-1.5 py-0.5 font-mono text-[0.86em] wrap-anywhere">
          {part.text}
        </code>
      );
    case 'strong':
      return <strong className="font-semibold">{part.text}</strong>;
    case 'ui':
      return <span className="font-medium text-ink">{part.text}</span>;
    case 'link':
      return SERVED.test(part.to) ? (
        <a href={part.to} className="text-accent underline underline-offset-2">
          {part.text}
        </a>
      ) : (
        <Link to={part.to} className="text-accent underline underline-offset-2">
          {part.text}
        </Link>
      );
  }
}

/** A text of a page with its marks drawn. */
export function InlineText({ text }: { readonly text: string }) {
  let at = 0;
  return parseInline(text).map((part) => {
    const key = at;
    at += part.text.length + 1;
    return <Part key={key} part={part} />;
  });
}
