import { NOTE } from '../../source/index.ts';
import { editOf, type Fixer, type Proposal, refuse } from '../fixer.ts';
import type { TextEdit } from '../text-edit.ts';
import { count } from './words.ts';

/** Says at the beginning of branches that no recorded call took that it is so. Nothing is cut. */
export const neverTaken: Fixer = {
  rule: 'never-taken',
  async propose({ range, function: fn, evidence, confidence }, context): Promise<Proposal> {
    if (fn === null) return refuse('Which function it is cannot be told.');
    const file = await context.read(range.file);
    const lines = file.text.split('\n');
    const isPython = range.file.endsWith('.py');
    const first = lines[range.line - 1]?.trim() ?? '';
    if (confidence === 'low') {
      const known = evidence[0]?.text ?? '';
      const isGuard = /did not run/.test(known);
      return refuse(
        isGuard
          ? `It turns away what should not come, as \`${first}\` on line ${range.line} does: that a run has not needed it says little. A test that makes ${fn.name} come there would tell whether it works.`
          : `${known} Whether \`${first}\` ran by itself is not known: run it at level 4, which records lines.`,
      );
    }
    const edits: TextEdit[] = [];
    for (const { range: at, text } of evidence) {
      if (at === undefined) continue;
      const row = lines[at.line - 1] ?? '';
      const above = lines[at.line - 2]?.trim() ?? '';
      if (isPython ? above.startsWith('#') : /^(?:\/\/|\/\*)|\*\/$/.test(above))
        return refuse(`A comment above line ${at.line} says something of it already: \`${above}\`.`);
      if (row.trim() === '') return refuse('The file has changed since the run.');
      const times = /ran ([\d,]+) times\.$/.exec(text)?.[1] ?? '';
      const offset = lines.slice(0, at.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
      const said = `${NOTE[0]?.toUpperCase()}${NOTE.slice(1)} came here (${times} decisions).`;
      const indent = /^[ \t]*/.exec(row)?.[0] ?? '';
      edits.push({ start: offset, end: offset, text: `${indent}${isPython ? '#' : '//'} ${said}\n` });
    }
    if (edits.length === 0) return refuse('Which branches they are cannot be told.');
    const title = `Note ${count(edits.length, 'branch', 'branches')} of ${fn.name} that no recorded call took`;
    return { ...editOf(file, title, edits), optional: true };
  },
};
