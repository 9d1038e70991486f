import { tmpdir } from 'node:os';
import type { FilePreview } from '#contract';
import { runTool } from './run-tool.ts';

/** Reads texts from standard input and says of each whether it parses; nothing of them runs. */
const program = `
import ast, json, sys
answers = []
for text in json.load(sys.stdin):
    try:
        ast.parse(text)
        answers.append(None)
    except (SyntaxError, ValueError) as error:
        answers.append(str(error))
print(json.dumps(answers))
`;

const LIMIT_MS = 20_000;

/**
 * Why texts are no valid Python, in their order; `null` for those that are. All `null` where no Python is installed, or it does not
 * answer: then nobody can say.
 */
export async function pythonProblems(texts: readonly string[]): Promise<readonly (string | null)[]> {
  if (texts.length === 0) return [];
  const answer = await askPython(program, JSON.stringify(texts));
  return answer === null ? texts.map(() => null) : (JSON.parse(answer) as (string | null)[]);
}

/** What a program of Callscape's own prints, JSON; `null` where no Python is installed, or it fails. */
export async function askPython(text: string, input: string): Promise<string | null> {
  for (const python of ['python3', 'python']) {
    // Isolated, and elsewhere: neither the project nor the environment decides what is imported.
    const call = { program: python, args: ['-I', '-c', text], cwd: tmpdir(), input, limitMs: LIMIT_MS };
    const answer = await runTool(call);
    if (answer?.code === 0 && answer.stdout.trim() !== '') return answer.stdout;
  }
  return null;
}

/** The Python files of some changes that parsed before and do not any more, with what is wrong. */
export async function brokenPython(files: readonly FilePreview[]): Promise<ReadonlyMap<FilePreview, string>> {
  const changed = files.filter(({ path, after }) => path.endsWith('.py') && after !== null);
  const [before, after] = await Promise.all([
    pythonProblems(changed.map((file) => file.before ?? '')),
    pythonProblems(changed.map((file) => file.after ?? '')),
  ]);
  return new Map(
    changed.flatMap((file, at): [FilePreview, string][] => {
      const problem = before[at] === null ? after[at] : null;
      return problem == null ? [] : [[file, problem]];
    }),
  );
}
