import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { ToolAnswer } from '../tools/tool.ts';

/** A tool's answer as a client gets it: structured, with the same as text beside it; pictures as they are. */
export function encodeAnswer(answer: ToolAnswer): CallToolResult {
  if (answer.kind === 'blocks') return { content: answer.blocks.map((block) => ({ ...block })) };
  const value = answer.kind === 'list' ? answer.values : answer.value;
  const structuredContent = answer.kind === 'list' ? { result: answer.values } : { ...answer.value };
  return { content: [{ type: 'text', text: JSON.stringify(value) }], structuredContent };
}

/** A failure the model is told of in words. */
export function failure(message: string): CallToolResult {
  return { content: [{ type: 'text', text: message }], isError: true };
}
