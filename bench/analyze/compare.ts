import type { ToolRun } from './tool.ts';

/** Edges that both have, that only one has, and one of each for a look. Peers' edges to files that are no modules are left out. */
export function compareGraphs(ours: ToolRun, theirs: ToolRun): string[] {
  const own = new Set(ours.edges);
  const isModule = (edge: string): boolean =>
    edge
      .split(' ')
      .every((path) => /\.[mc]?[jt]sx?$/.test(path) && !/\.d\.[mc]?ts$|^\.\.|node_modules/.test(path));
  const other = new Set(
    theirs.edges.filter((edge) => isModule(edge) && edge.split(' ')[0] !== edge.split(' ')[1]),
  );
  const same = [...own].filter((edge) => other.has(edge)).length;
  const onlyOurs = [...own].filter((edge) => !other.has(edge));
  const onlyTheirs = [...other].filter((edge) => !own.has(edge));
  const example = [
    onlyOurs[0] === undefined ? '' : `+ ${onlyOurs[0]}`,
    onlyTheirs[0] === undefined ? '' : `- ${onlyTheirs[0]}`,
  ];
  return [
    String(same),
    String(onlyOurs.length),
    String(onlyTheirs.length),
    example.filter((text) => text !== '').join('; '),
  ];
}
