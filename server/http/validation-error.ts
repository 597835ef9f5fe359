import type { z } from 'zod';
import { AppError } from './app-error.ts';

type Issue = z.core.$ZodIssue;
export type InputPart = 'body' | 'query' | 'path';

function location(part: InputPart, issue: Issue): readonly (string | number)[] {
  return [part, ...issue.path.map((step) => (typeof step === 'symbol' ? String(step) : step))];
}

/** The 422 envelope: the first problem as a sentence, all of them as a list. Never echoes the input. */
export function validationError(part: InputPart, issues: readonly Issue[]): AppError {
  const errors = issues.map((issue) => ({
    type: issue.code ?? 'invalid',
    loc: location(part, issue),
    msg: issue.message,
  }));
  const first = errors[0] ?? { msg: 'The request is not valid', loc: [] };
  const where = first.loc.filter((step) => step !== 'body').join('.');
  const message = where === '' ? first.msg : `${first.msg} (${where})`;
  return AppError.coded(422, 'validation_failed', message, { errors });
}

/** Unparsable JSON in the same envelope. */
export function malformedJson(): AppError {
  return AppError.coded(422, 'validation_failed', 'The request body is not valid JSON', {
    errors: [{ type: 'json_invalid', loc: ['body'], msg: 'The request body is not valid JSON' }],
  });
}
