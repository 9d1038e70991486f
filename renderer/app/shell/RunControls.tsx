import type { Project } from '#contract';
import { useRun, useWorkbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button, IconButton } from '../../widgets/Button.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { Menu, type MenuEntry } from '../../widgets/Menu.tsx';
import { startConfiguration } from '../actions/run.ts';
import { defaultConfiguration } from '../commands/run-commands.ts';
import { useCommand } from '../commands/use-commands.ts';
import styles from './TopBar.module.css';

/** Run (with the choice of what), Stop (asked twice it forces), and the same again. */
export function RunControls({ project }: { project: Project }) {
  const chosen = useApp((state) => state.chosen);
  const run = useRun(
    project.dir,
    useApp(({ location }) => location.run),
  );
  const start = useCommand('run.start');
  const stop = useCommand('run.stop');
  const again = useCommand('run.again');
  const configuration = defaultConfiguration(project, chosen);
  const stoppable = run?.state === 'running' || run?.state === 'stopping';
  return (
    <>
      <div className={styles.split}>
        <Button
          look="primary"
          icon="play"
          tip={configuration ? `Run ${configuration.command}` : 'Run a command'}
          shortcut={start.shortcut}
          onClick={start.run}
        >
          Run
        </Button>
        <ConfigurationMenu project={project} current={configuration?.id} />
      </div>
      <IconButton
        icon={run?.state === 'stopping' ? 'kill' : 'stop'}
        label={run?.state === 'stopping' ? 'Force the run to stop' : 'Stop'}
        shortcut={stop.shortcut}
        disabled={!stoppable}
        onClick={stop.run}
      />
      <IconButton
        icon="rerun"
        label="Run again"
        shortcut={again.shortcut}
        disabled={run === undefined}
        onClick={again.run}
      />
    </>
  );
}

function ConfigurationMenu({ project, current }: { project: Project; current: string | undefined }) {
  const workbench = useWorkbench();
  const custom = useCommand('run.command');
  const origins = { saved: 'Saved', script: 'Scripts', entry: 'Entry points' } as const;
  const entries: MenuEntry[] = [];
  for (const origin of ['saved', 'script', 'entry'] as const) {
    const some = project.configurations.filter((each) => each.origin === origin);
    if (some.length > 0) entries.push({ kind: 'heading', id: origin, title: origins[origin] });
    for (const each of some) {
      entries.push({
        id: each.id,
        title: each.name,
        detail: each.command,
        mono: true,
        checked: each.id === current,
        onSelect: () => void startConfiguration(workbench, project, each.id),
      });
    }
  }
  if (entries.length > 0) entries.push({ kind: 'line', id: 'line' });
  entries.push({
    id: 'command',
    title: 'A command of your own...',
    icon: 'terminal',
    shortcut: custom.shortcut,
    onSelect: custom.run,
  });
  return (
    <Menu
      label="What to run"
      entries={entries}
      trigger={({ ref, open, toggle }) => (
        <Button
          ref={ref}
          look="primary"
          aria-label="Choose what to run"
          aria-haspopup="menu"
          aria-expanded={open}
          tip="Choose what to run"
          onClick={toggle}
        >
          <Icon name="chevronDown" size={12} />
        </Button>
      )}
    />
  );
}
