import type { ModuleStructure } from '#contract';
import type { CodeAnalysis } from '../program/analyse-code.ts';

/** The structure of a project as screens read it. */
export function structureTable({ graph, structure, verdicts, packages }: CodeAnalysis): ModuleStructure {
  const flags = Uint8Array.from(verdicts.entries, (entry) => (entry === null ? 0 : 1));
  for (const { module, byTests } of verdicts.unloaded)
    flags[module] = (flags[module] ?? 0) | (byTests ? 6 : 2);
  const { layer, fanIn, fanOut, cycles, typeCycles } = structure;
  return {
    path: graph.paths,
    layer,
    fanIn,
    fanOut,
    flags,
    cycles: cycles.map(({ members, from, to, names, left }) => ({
      members,
      cutFrom: from,
      cutTo: to,
      names,
      left,
    })),
    typeCycles,
    undeclaredPackages: packages.undeclared.map(({ name, module, line }) => ({ name, module, line })),
    unusedPackages: packages.unused,
  };
}
