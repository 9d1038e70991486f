import { editOf, type Fixer, refuse } from '../fixer.ts';
import { lineEdits } from '../line-edits.ts';

/** Lets the project's own formatter and linters rewrite a file that is written differently from the others. */
export const codeStyle: Fixer = {
  rule: 'code-style',
  async propose({ range }, context) {
    const file = await context.read(range.file);
    const answer = await context.format(file);
    switch (answer.kind) {
      case 'none':
        return refuse(
          file.path.endsWith('.py')
            ? 'The project has no formatter that is set up (Ruff, Black): how it is to be written is for a person to say.'
            : 'The project has no formatter that is installed and set up (Biome, Prettier, ESLint, standard): how it is to be written is for a person to say.',
        );
      case 'may-not-run':
        return {
          ...refuse(
            `${answer.tool} would rewrite it. Its settings are code of the project, so it only runs when you say so.`,
          ),
          needs: 'tools',
        };
      case 'failed':
        return refuse(answer.reason);
      case 'formatted': {
        const edits = lineEdits(file.text, answer.text);
        if (edits.length === 0) return refuse(`${answer.tool} leaves it as it is.`);
        return editOf(file, `Let ${answer.tool} rewrite ${file.path}`, edits);
      }
    }
  },
};
