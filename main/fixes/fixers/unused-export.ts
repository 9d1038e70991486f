import { editOf, type Fixer, refuse } from '../fixer.ts';
import { isLoadableByPath, loadableByPath } from './public-files.ts';
import { nodesIn, parseFile } from './syntax.ts';

/** Takes the `export` off a declaration that only its own file uses. */
export const unusedExport: Fixer = {
  rule: 'unused-export',
  async propose({ range, confidence, message }, context) {
    if (confidence !== 'high') return refuse('Something may still use the name: see the evidence.');
    if (await isLoadableByPath(context, range.file)) return refuse(loadableByPath);
    const file = await context.read(range.file);
    const syntax = parseFile(file);
    if (syntax === null) return refuse('The file has syntax errors: mend those first.');
    const statement = nodesIn(syntax.program.body).find(
      ({ start, end }) => start <= range.start && range.end <= end,
    );
    if (statement === undefined || statement.type !== 'ExportNamedDeclaration' || !statement.declaration)
      return refuse('It is exported in a list or as the default: look who means it before you take it out.');
    const [declaration] = nodesIn(statement.declaration);
    if (declaration === undefined) return refuse('There is nothing behind the export.');
    if (nodesIn(declaration.declarations).length > 1)
      return refuse('The statement exports several names, and some of them are used.');
    return editOf(file, `Keep ${/"([^"]+)"/.exec(message)?.[1] ?? 'it'} to its file`, [
      { start: statement.start, end: declaration.start, text: '' },
    ]);
  },
};
