import { plural, t } from '@lingui/core/macro';
// The box and its list follow the combobox pattern of WAI-ARIA; a native list shows no headings and snippets.
/* oxlint-disable jsx-a11y/no-noninteractive-element-to-interactive-role, jsx-a11y/prefer-tag-over-role */
import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { type Hit, loadEntries, markTerms, searchEntries } from './search-index.ts';

const MOST = 10;

function Highlighted({ text, typed }: { readonly text: string; readonly typed: string }) {
  let at = 0;
  return markTerms(text, typed).map((part) => {
    const key = at;
    at += part.text.length;
    return part.isHit ? (
      <mark key={key} className="rounded-[3px] bg-warn-wash font-semibold text-ink">
        {part.text}
      </mark>
    ) : (
      <span key={key}>{part.text}</span>
    );
  });
}

interface OptionProps {
  readonly id: string;
  readonly hit: Hit;
  readonly typed: string;
  readonly isActive: boolean;
  readonly onChoose: () => void;
  readonly onPoint: () => void;
}

function Option({ id, hit, typed, isActive, onChoose, onPoint }: OptionProps) {
  const { page, heading } = hit.entry;
  return (
    // Keys are handled by the box, which keeps the focus.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
    <li
      id={id}
      role="option"
      aria-selected={isActive}
      onClick={onChoose}
      onPointerMove={onPoint}
      onPointerDown={(event) => event.preventDefault()}
      className="grid cursor-pointer gap-0.5 rounded-sm px-3 py-2 aria-selected:bg-surface-3"
    >
      <span className="font-semibold">
        {heading === undefined ? null : <span className="font-normal text-ink-soft">{page} › </span>}
        <Highlighted text={heading ?? page} typed={typed} />
      </span>
      <span className="line-clamp-2 text-sm text-ink-soft">
        <Highlighted text={hit.snippet} typed={typed} />
      </span>
    </li>
  );
}

/** Puts the focus into the box on `/`, unless somebody types elsewhere. */
function useSlashKey(box: { readonly current: HTMLInputElement | null }): void {
  useLayoutEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent) => {
      const { target } = event;
      const isTyping =
        target instanceof Element && target.closest('input,textarea,select,[role=dialog]') !== null;
      if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      box.current?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [box]);
}

function useHits(typed: string, isWanted: boolean) {
  const { data, isError } = useQuery({
    queryKey: ['docs', 'entries'],
    queryFn: loadEntries,
    enabled: isWanted,
    staleTime: Infinity,
  });
  const hits = data === undefined ? [] : searchEntries(data, typed, MOST);
  return { hits, isReady: data !== undefined, isError };
}

function wordsFor(typed: string, count: number, isReady: boolean, isError: boolean): string {
  const words = typed.trim();
  if (words === '') return '';
  if (isError) return t`The pages could not be loaded. Check the connection and try again.`;
  if (!isReady) return t`Looking…`;
  if (count === 0) return t`Nothing found for “${words}”. Try fewer or other words.`;
  return plural(count, { one: '# result', other: '# results' });
}

/** Scrolls the list alone; the page stays where it is. */
function keepInView(list: HTMLUListElement, active: number): void {
  const option = list.children[active];
  if (!(option instanceof HTMLElement)) return;
  const { offsetTop: top, offsetHeight: height } = option;
  list.scrollTop = Math.min(top, Math.max(list.scrollTop, top + height - list.clientHeight));
}

/** Search through all pages, headings first. Arrows choose, Enter opens, Esc clears. */
export function SearchBox() {
  const id = useId();
  const navigate = useNavigate();
  const box = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const [typed, setTyped] = useState('');
  const [isFocused, setFocused] = useState(false);
  const [active, setActive] = useState(0);
  const { hits, isReady, isError } = useHits(typed, isFocused);
  const isOpen = isFocused && typed.trim() !== '';
  const status = wordsFor(typed, hits.length, isReady, isError);
  useSlashKey(box);
  useEffect(() => {
    if (list.current !== null) keepInView(list.current, active);
  }, [active]);

  const type = (text: string) => {
    setTyped(text);
    setActive(0);
  };
  const choose = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    type('');
    box.current?.blur();
    void navigate(hit.entry.to);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setActive(Math.min(hits.length - 1, active + 1)),
    ArrowUp: () => setActive(Math.max(0, active - 1)),
    Enter: () => choose(hits[active]),
    Escape: () => type(''),
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keys[event.key];
    if (act === undefined || !isOpen) return;
    event.preventDefault();
    act();
  };
  return (
    <search className="min-w-0 flex-1 lg:relative print:hidden">
      <div className="relative">
        <Search
          size={17}
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 left-3 -translate-y-1/2 text-ink-soft"
        />
        <input
          ref={box}
          type="text"
          role="combobox"
          aria-label={t`Search the help`}
          aria-expanded={isOpen && hits.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          {...(isOpen && hits.length > 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
          autoComplete="off"
          spellCheck={false}
          placeholder={t`Search the help`}
          value={typed}
          onChange={({ target }) => type(target.value)}
          onFocus={() => setFocused(true)}
          onBlur={() => setFocused(false)}
          onKeyDown={onKeyDown}
          className="peer min-h-11 w-full scroll-mt-32 rounded-sm border border-line-strong bg-surface-1 pr-3 pl-10 text-base placeholder:text-ink-soft"
        />
        <kbd
          aria-hidden="true"
          className="pointer-events-none absolute top-1/2 right-3 -translate-y-1/2 rounded-[6px] border border-line bg-surface-2 px-2 py-0.5 font-sans text-xs text-ink-soft peer-focus:hidden pointer-coarse:hidden max-sm:hidden"
        >
          /
        </kbd>
      </div>
      <div
        hidden={!isOpen}
        className="absolute inset-x-0 top-full z-10 mt-1 grid gap-1 rounded-md border border-line-strong bg-surface-1 p-1.5"
      >
        <output className="px-3 py-1.5 text-sm text-ink-soft">{status}</output>
        <ul
          ref={list}
          id={`${id}-list`}
          role="listbox"
          aria-label={t`Results`}
          className="relative max-h-[min(26rem,60dvh)] overflow-y-auto empty:hidden"
        >
          {hits.map((hit, index) => (
            <Option
              key={hit.entry.to}
              id={`${id}-${index}`}
              hit={hit}
              typed={typed}
              isActive={index === active}
              onChoose={() => choose(hit)}
              onPoint={() => setActive(index)}
            />
          ))}
        </ul>
      </div>
    </search>
  );
}
