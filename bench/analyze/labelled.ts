import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createFactsCache } from '../../main/source/facts-cache.ts';
import { type LabelledProject, labelledProjects } from '../../main/source/labelled/labelled.ts';
import { analyseCode } from '../../main/source/program/analyse-code.ts';

/** What a tool calls dead: `file:line`, and files as a whole. */
interface Verdict {
  readonly lines: ReadonlySet<string>;
  readonly files: ReadonlySet<string>;
}

/** What knip writes as JSON, as far as it is used: lists of issues by kind. */
interface KnipReport {
  readonly issues: readonly ({ readonly file: string } & Readonly<
    Record<string, string | readonly { readonly name: string; readonly line?: number }[]>
  >)[];
}

/**
 * Both tools on the labelled projects that knip can read: how much of what they call dead is, and how much of what is dead they
 * find. knip looks at exports and files only; so the last column leaves out what is dead inside of a file that is not.
 */
export async function labelledRows(): Promise<string[][]> {
  const tools = [
    { name: 'callscape, high confidence', judge: callscape, scores: newScores() },
    { name: 'knip', judge: knip, scores: newScores() },
  ];
  for (const project of labelledProjects().filter(isReadByKnip)) {
    const dir = mkdtempSync(join(tmpdir(), 'callscape-labelled-'));
    try {
      for (const [path, text] of Object.entries(project.files)) {
        mkdirSync(dirname(join(dir, path)), { recursive: true });
        writeFileSync(join(dir, path), text);
      }
      for (const { judge, scores } of tools) score(project, await judge(dir), scores);
    } finally {
      rmSync(dir, { recursive: true });
    }
  }
  const percent = (part: number, whole: number): string => (whole === 0 ? '-' : (part / whole).toFixed(3));
  return tools.map(({ name, scores: s }) => [
    name,
    `${s.called} of ${s.cases}`,
    String(s.right),
    percent(s.right, s.called),
    `${percent(s.right, s.dead)} of ${s.dead}`,
    `${percent(s.rightExports, s.deadExports)} of ${s.deadExports}`,
  ]);
}

/** knip reads no Python. */
const isReadByKnip = ({ files }: LabelledProject): boolean =>
  !Object.keys(files).some((path) => path.endsWith('.py'));

const newScores = () => ({ cases: 0, called: 0, right: 0, dead: 0, rightExports: 0, deadExports: 0 });

function score(project: LabelledProject, verdict: Verdict, scores: ReturnType<typeof newScores>): void {
  for (const { file, line, label } of project.cases) {
    const isCalled = verdict.files.has(file) || verdict.lines.has(`${file}:${line}`);
    const text = project.files[file]?.split('\n')[line - 1] ?? '';
    const isDead = label === 'dead';
    const isExported = /^\s*(?:export\b|exports\.|module\.exports)/.test(text);
    scores.cases++;
    scores.called += Number(isCalled);
    scores.right += Number(isCalled && isDead);
    scores.dead += Number(isDead);
    scores.deadExports += Number(isDead && isExported);
    scores.rightExports += Number(isDead && isExported && isCalled);
  }
}

async function callscape(dir: string): Promise<Verdict> {
  const analysis = await analyseCode(dir, createFactsCache(), () => false);
  if (analysis === null) throw new Error('cancelled');
  const { graph, code, verdicts } = analysis;
  const lines = verdicts.dead
    .filter(({ confidence }) => confidence === 'high')
    .map(({ module, definition }) => `${graph.paths[module]}:${code[module]?.definitions[definition]?.line}`);
  return { lines: new Set(lines), files: new Set() };
}

async function knip(dir: string): Promise<Verdict> {
  const cli = createRequire(import.meta.url)
    .resolve('knip')
    .replace(/index\.js$/, 'cli.js');
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [
      cli,
      '--directory',
      dir,
      '--reporter',
      'json',
      '--no-exit-code',
      '--include',
      'files,exports,enumMembers,namespaceMembers',
    ],
    { encoding: 'utf8', cwd: dir },
  );
  if (!stdout.trim().startsWith('{')) throw new Error(`knip failed: ${stderr || stdout}`);
  const lines = new Set<string>();
  const files = new Set<string>();
  for (const issue of (JSON.parse(stdout) as KnipReport).issues) {
    for (const [kind, found] of Object.entries(issue)) {
      if (typeof found === 'string') continue;
      if (kind === 'files') for (const { name } of found) files.add(name);
      else for (const { line } of found) if (line !== undefined) lines.add(`${issue.file}:${line}`);
    }
  }
  return { lines, files };
}
