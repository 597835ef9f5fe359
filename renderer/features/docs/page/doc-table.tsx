import { Trans } from '@lingui/react/macro';
import { plainText } from '../text/inline.ts';
import { InlineText } from './inline-text.tsx';

interface Props {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A table whose rows become cards on phones. */
export function DocTable({ head, rows }: Props) {
  return (
    <div className="overflow-hidden rounded-md border">
      <table className="w-full text-left max-sm:block">
        <thead className="bg-surface-2 max-sm:sr-only">
          <tr>
            {head.map((name) => (
              <th key={name} scope="col" className="px-4 py-2.5 font-semibold">
                {name === '' ? (
                  <span className="sr-only">
                    <Trans>What</Trans>
                  </span>
                ) : (
                  plainText(name)
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y max-sm:block">
          {rows.map((cells) => (
            <tr key={cells.join()} className="align-top max-sm:grid max-sm:gap-1 max-sm:px-4 max-sm:py-3">
              {cells.map((cell, index) => {
                const name = head[index] ?? '';
                return (
                  <td
                    key={name}
                    className={`min-w-0 sm:px-4 sm:py-2.5 ${index === 0 ? 'font-medium sm:min-w-44' : 'text-ink-soft'}`}
                  >
                    {index === 0 || head.length < 3 ? null : (
                      <span
                        aria-hidden="true"
                        className="mr-1.5 text-xs font-medium whitespace-nowrap text-ink-soft sm:hidden"
                      >
                        {plainText(name)}:
                      </span>
                    )}
                    <InlineText text={cell} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
