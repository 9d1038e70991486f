import type { AppliedFixes, Proof } from '#contract';
import { unifiedDiff } from '../unified-diff.ts';
import type { RealProject } from './projects.ts';

/** What was done to a real project, as a page: each change with what it is for, and what its tests said before and after. */
export function examplePage(
  { name, version, from, tests }: RealProject,
  { applied, proof }: AppliedFixes,
  result: string,
): string {
  const whence =
    from === 'npm'
      ? `[${name}](https://www.npmjs.com/package/${name}) ${version} from npm`
      : `${name} ${version} from Debian's sources`;
  const lines = [
    `# ${name}`,
    '',
    `All safe fixes of ${whence}, found with a traced run of its own tests (\`${tests}\`).`,
    `Before and after: ${result}. Verdict: ${(proof as Proof).verdict}.`,
    '',
  ];
  for (const { title, finding, files } of applied) {
    // What another fix had done already.
    if (finding === null || files.length === 0) continue;
    lines.push(
      `## ${title}`,
      '',
      `\`${finding.file}:${finding.line}\`, ${finding.rule}: ${finding.message}.`,
      '',
      '```diff',
    );
    for (const { path, before, after } of files) lines.push(unifiedDiff(path, before, after).trimEnd());
    lines.push('```', '');
  }
  return `${lines.join('\n').trimEnd()}\n`;
}
