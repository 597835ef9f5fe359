import { t } from '@lingui/core/macro';
import { TOOL_NAMES, VISUAL_TOOLS } from '../../../../server/contract/agents/tools.ts';
import type { Catalogue, CatalogueTool } from '../agent-queries.ts';

const TITLES: Readonly<Record<string, string>> = {
  camera: t`Cameras`,
  recording: t`Recording`,
  system: t`System`,
  incident: t`Incidents`,
};

export interface ToolGroup {
  readonly category: string;
  readonly title: string;
  readonly tools: readonly CatalogueTool[];
}

/** What a group of tools is called; one that a newer server names is called as it is. */
function titleOf(category: string): string {
  return TITLES[category] ?? category.charAt(0).toUpperCase() + category.slice(1);
}

/** Lists come before single things, looking before changing; tools of a newer server come last. */
function rankOf(name: string): number {
  const rank = TOOL_NAMES.findIndex((known) => known === name);
  return rank === -1 ? TOOL_NAMES.length : rank;
}

/** Tools by what they are about, known groups first, and the tools in their usual order. */
export function toolGroups(tools: readonly CatalogueTool[]): readonly ToolGroup[] {
  const byCategory = Map.groupBy(tools, ({ category }) => category);
  const known = Object.keys(TITLES).filter((category) => byCategory.has(category));
  const others = [...byCategory.keys()].filter((category) => !(category in TITLES));
  return [...known, ...others].map((category) => ({
    category,
    title: titleOf(category),
    tools: (byCategory.get(category) ?? []).toSorted((a, b) => rankOf(a.name) - rankOf(b.name)),
  }));
}

export type ToolMark = 'reads' | 'changes' | 'pictures';

/** What a tool does to the installation, and whether it answers with pictures. */
export function toolMarks(catalogue: Catalogue, name: string): readonly ToolMark[] {
  const mark: ToolMark = catalogue.write.some((tool) => tool.name === name) ? 'changes' : 'reads';
  return [...VISUAL_TOOLS].some((visual) => visual === name) ? [mark, 'pictures'] : [mark];
}

const SHORT = 100;

/** The first sentence of a description, at most 100 characters. */
export function firstSentence(text: string): string {
  const line = text.trim().split('\n', 1)[0] ?? '';
  const sentence = /^.*?[.!?](?=\s|$)/.exec(line)?.[0] ?? line;
  return sentence.length <= SHORT ? sentence : `${sentence.slice(0, SHORT - 1).trimEnd()}…`;
}
