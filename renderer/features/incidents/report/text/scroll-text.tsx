/** Text as it was written, in a box of its own when it is long. */
export function ScrollText({ text }: { readonly text: string }) {
  return (
    // Without a tab stop the keyboard could not scroll it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div tabIndex={0} className="max-h-72 overflow-y-auto rounded-sm border bg-surface-2 p-2.5">
      <p className="break-words whitespace-pre-wrap">{text}</p>
    </div>
  );
}
