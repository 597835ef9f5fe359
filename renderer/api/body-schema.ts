import { plural, t } from '@lingui/core/macro';
import { z } from 'zod';

type Issue = Parameters<z.core.$ZodErrorMap>[0];

function limitWords(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const limit = Number(issue.code === 'too_small' ? issue.minimum : issue.maximum);
  const isText = issue.origin === 'string';
  if (issue.code === 'too_big') {
    return isText
      ? plural(limit, { one: 'Use at most # character', other: 'Use at most # characters' })
      : t`Choose at most ${limit}`;
  }
  if (!isText) return t`Choose at least ${limit}`;
  return limit <= 1
    ? t`Fill this in`
    : plural(limit, { one: 'Use at least # character', other: 'Use at least # characters' });
}

/** What is wrong with an entry whose rule has no sentence of its own. */
function issueWords(issue: Issue): string {
  if (issue.code === 'too_small' || issue.code === 'too_big') return limitWords(issue);
  return issue.code === 'invalid_type' ? t`Fill this in` : t`This cannot be right. Check what you typed.`;
}

/** The schema a form checks against before it is sent: the same one the server uses. */
export function bodySchema<B extends z.ZodType>(endpoint: { readonly path: string; readonly body?: B }): B {
  if (endpoint.body === undefined) throw new Error(`${endpoint.path} takes no body`);
  z.config({ customError: issueWords });
  return endpoint.body;
}
