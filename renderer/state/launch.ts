import type { ProjectDir, TracingLevel } from '#contract';
import type { Slice } from './app-state.ts';

/** What the next run will be; remembered between sessions. */
export interface LaunchSlice {
  /** Level of the next run; `null`: as the configuration and the settings say. */
  readonly level: TracingLevel | null;
  /** Last configuration chosen in each project, by its id. */
  readonly chosen: Readonly<Record<ProjectDir, string>>;
  /** Size of the terminal on screen, in cells; a new run starts with it. */
  readonly terminal: TerminalSize;
  setLevel(level: TracingLevel | null): void;
  choose(project: ProjectDir, configuration: string): void;
  setTerminalSize(terminal: TerminalSize): void;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

export const createLaunch: Slice<LaunchSlice> = (set) => ({
  level: null,
  chosen: {},
  terminal: { columns: 100, rows: 24 },
  setLevel: (level) => set({ level }),
  choose: (project, configuration) =>
    set(({ chosen }) => ({ chosen: { ...chosen, [project]: configuration } })),
  setTerminalSize: (terminal) => set({ terminal }),
});
