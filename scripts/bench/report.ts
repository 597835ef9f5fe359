import type { MachineDescription } from './machine/describe.ts';
import type { Line, SectionResult } from './section.ts';

/** The computer in one line. */
export function machineText(machine: MachineDescription): string {
  const nginx = machine.nginx === undefined ? '' : `, nginx ${machine.nginx}`;
  return (
    `${machine.cores} × ${machine.cpu}, ${machine.memoryGiB} GiB, Linux ${machine.kernel}, Node ${machine.node}${nginx}, ` +
    `load before the run ${machine.loadBefore.toFixed(2)}`
  );
}

/** A warning where the computer does other work; undefined where the figures can be believed. */
export function busyText({ loadBefore, cores }: MachineDescription): string | undefined {
  if (loadBefore < cores / 2) return undefined;
  return 'This computer is busy with other things: take the figures below as a trial of the bench, not of the server.';
}

/** A section as a table with columns of even width. */
export function tableText({ title, lines }: SectionResult): string {
  const rows = lines.map((line) => [
    line.what,
    line.measured,
    line.target ?? '',
    verdict(line),
    line.note ?? '',
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(0, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const text = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return ['', title, '─'.repeat(title.length), ...text].join('\n');
}

function verdict({ met }: Line): string {
  if (met === undefined) return '';
  return met ? 'met' : 'MISSED';
}
