import { HtmlValidate, StaticConfigLoader } from 'html-validate';

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ['html-validate:recommended'],
    rules: {
      // Mail programs drop style sheets, so the look stands in every tag.
      'no-inline-style': 'off',
      // Outlook lays pages out with Word, which knows these attributes better than their CSS.
      'no-deprecated-attr': 'off',
      // Outlook is given its fixed width in a comment that only it reads.
      'no-conditional-comment': 'off',
      // Older mail programs know role="presentation" only.
      'presentation-role-style': 'off',
      // The title is the subject, and that has the length of the names in it.
      'long-title': 'off',
      // The tables are for layout and have no parts to tell apart.
      'prefer-tbody': 'off',
    },
  }),
);

/** What is wrong with a page, one line each. */
export async function htmlMistakes(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ line, ruleId, message }) => `${line}: ${ruleId}: ${message}`),
  );
}
