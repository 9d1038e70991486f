import type { Project } from '#contract';

/** The shell line that runs a project's own tests; `null` where none is known. */
export function testCommand(
  { configurations }: Pick<Project, 'configurations'>,
  manifest: string | null,
): string | null {
  const script = configurations.find(({ id }) => id === 'script:test');
  if (script !== undefined && !isUnwritten(manifest)) return script.command;
  return configurations.find(({ id }) => id === 'script:pytest' || id === 'script:unittest')?.command ?? null;
}

/** What `npm init` writes where nobody has written tests: it always fails. */
function isUnwritten(manifest: string | null): boolean {
  return manifest !== null && /"test"\s*:\s*"echo \\"Error: no test specified\\"/.test(manifest);
}
