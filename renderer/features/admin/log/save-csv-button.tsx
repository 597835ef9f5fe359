import { CsvButton } from '../../../components/data/csv-button.tsx';
import { type CsvCell, csvName, csvText } from './csv-text.ts';

interface Props {
  /** First part of the file's name. */
  readonly what: string;
  readonly header: readonly string[];
  readonly ask: () => Promise<readonly (readonly CsvCell[])[]>;
}

/** Download of a list that the server has no file of; it is written here. */
export function SaveCsvButton({ what, header, ask }: Props) {
  const write = async () => {
    const name = csvName(what, Date.now());
    return new Response(csvText(header, await ask()), {
      headers: { 'Content-Disposition': `attachment; filename="${name}"` },
    });
  };
  return <CsvButton ask={write} fallbackName={`${what}.csv`} />;
}
