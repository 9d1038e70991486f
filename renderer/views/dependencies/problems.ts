import type { ModuleGraph, ModuleStructure } from '#contract';
import { plural } from '#renderer/widgets/format.ts';

/** Something about the dependencies to mend, and where. */
export interface DependencyProblem {
  readonly id: string;
  readonly text: string;
  /** What can be done about it, or what it means. */
  readonly detail: string;
  /** File to look at; `null`: none of the project's sources. */
  readonly file: string | null;
  readonly line: number | null;
}

export interface ProblemGroup {
  readonly id: string;
  readonly title: string;
  readonly problems: readonly DependencyProblem[];
}

/** What is wrong with the dependencies, the gravest kind first; kinds without any are left out. */
export function dependencyProblems(graph: ModuleGraph, structure: ModuleStructure): readonly ProblemGroup[] {
  const pathOf = (module: number) => structure.path[module] ?? '';
  const unused = Array.from(structure.flags, (flags, module) => ({ flags, module }));
  const groups: readonly ProblemGroup[] = [
    {
      id: 'unresolved',
      title: 'Imports that lead nowhere',
      problems: graph.unresolved.map(({ module, specifier, line }) => ({
        id: `${module} ${specifier} ${line}`,
        text: specifier,
        detail: `imported by ${graph.modules.path[module]}:${line}`,
        file: graph.modules.path[module] ?? null,
        line,
      })),
    },
    {
      id: 'cycles',
      title: 'Modules that load each other',
      problems: structure.cycles.map(({ members, cutFrom, cutTo, names, left }, at) => ({
        id: `cycle ${at}`,
        text: `${plural(members.length, 'module')}: ${members
          .slice(0, 3)
          .map((m) => base(pathOf(m)))
          .join(', ')}${members.length > 3 ? ', ...' : ''}`,
        detail: `Cheapest cut: ${pathOf(cutFrom)} takes ${plural(names, 'name')} of ${pathOf(cutTo)}${left > 0 ? `; ${plural(left, 'module')} would still be in a cycle` : ''}.`,
        file: pathOf(cutFrom),
        line: null,
      })),
    },
    {
      id: 'undeclared',
      title: 'Packages that no manifest declares',
      problems: structure.undeclaredPackages.map(({ name, module, line }) => ({
        id: `${name} ${module}`,
        text: name,
        detail: `imported by ${pathOf(module)}:${line}`,
        file: pathOf(module),
        line,
      })),
    },
    {
      id: 'unused',
      title: 'Packages that nothing imports',
      problems: structure.unusedPackages.map(({ name, manifest, line }) => ({
        id: `${manifest} ${name}`,
        text: name,
        detail: `declared in ${manifest}:${line}`,
        file: manifest,
        line,
      })),
    },
    {
      id: 'unreached',
      title: 'Modules that nothing leads to',
      problems: unused
        .filter(({ flags }) => (flags & 2) !== 0)
        .map(({ flags, module }) => ({
          id: pathOf(module),
          text: pathOf(module),
          detail: flags & 4 ? 'only tests load it' : 'no entry point loads it',
          file: pathOf(module),
          line: null,
        })),
    },
    {
      id: 'types',
      title: 'Modules that know each other by types only',
      problems: structure.typeCycles.map((members, at) => ({
        id: `types ${at}`,
        text: members
          .slice(0, 3)
          .map((m) => base(pathOf(m)))
          .join(', '),
        detail: `${plural(members.length, 'module')}; nothing of it is left when the types are gone`,
        file: pathOf(members[0] ?? -1),
        line: null,
      })),
    },
  ];
  return groups.filter(({ problems }) => problems.length > 0);
}

const base = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
