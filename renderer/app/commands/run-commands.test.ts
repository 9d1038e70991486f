import { expect, it } from 'vitest';
import type { Project } from '#contract';
import type { Workbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import type { Situation } from './command.ts';
import { runCommands } from './run-commands.ts';

it('starts the project once it is there, when Run was pressed before', async () => {
  const opened = Promise.withResolvers<Project>();
  const started: unknown[] = [];
  const workbench = {
    services: {
      projects: { open: () => opened.promise },
      runs: {
        start: (what: unknown) => {
          started.push(what);
          return Promise.resolve({ id: 'r1', dir: '/p' });
        },
      },
    },
    runs: { change: () => undefined },
  } as unknown as Workbench;
  useApp.getState().openProject('/p');
  const start = runCommands.find(({ id }) => id === 'run.start');
  const now: Situation = {
    workbench,
    app: useApp.getState(),
    project: undefined,
    run: undefined,
    live: false,
  };
  expect(start?.when?.(now)).toBe(true);
  const done = start?.run(now);
  expect(started).toEqual([]);
  opened.resolve({ dir: '/p', configurations: [{ id: 'main' }] } as unknown as Project);
  await done;
  expect(started).toMatchObject([{ dir: '/p', configuration: 'main' }]);
  expect(useApp.getState().location.run).toBe('r1');
});
