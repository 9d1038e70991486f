import { useEffect } from 'react';
import type { ProjectDir } from '#contract';
import { useRuns } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { clock, plural } from '../../widgets/format.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { Menu, type MenuEntry } from '../../widgets/Menu.tsx';
import { runStateText } from '../run-state.ts';
import { StateDot } from '../StateDot.tsx';
import styles from './TopBar.module.css';

const shown = 12;

/** The run on screen, and the ones before it. Without a choice the newest one is shown. */
export function RunMenu({ dir }: { dir: ProjectDir }) {
  const runs = useRuns(dir).value;
  const at = useApp(({ location }) => location.run);
  const { openRun, openView } = useApp.getState();
  const run = runs?.find(({ id }) => id === at);
  const newest = runs?.[0]?.id;
  useEffect(() => {
    if (at === null && newest !== undefined) openRun(newest);
  }, [at, newest, openRun]);
  const entries: MenuEntry[] = (runs ?? []).slice(0, shown).map((each) => ({
    id: each.id,
    title: each.name,
    detail: `${clock(each.startedAt, Date.now())}, level ${each.level}, ${plural(each.spans, 'span')}, ${runStateText(each)}`,
    checked: each.id === at,
    aside: each.pinned ? <Icon name="pin" size={12} /> : undefined,
    onSelect: () => openRun(each.id),
  }));
  entries.push(
    { kind: 'line', id: 'line' },
    {
      id: 'all',
      title: runs && runs.length > shown ? `All ${runs.length} runs` : 'Run history',
      icon: 'history',
      onSelect: () => openView('runs'),
    },
  );
  return (
    <Menu
      label="Run"
      entries={entries}
      trigger={({ ref, open, toggle }) => (
        <Button
          ref={ref}
          aria-haspopup="menu"
          aria-expanded={open}
          aria-label={run ? `Run: ${run.name}, ${runStateText(run)}` : 'Run: none'}
          tip={run?.command ?? 'No run yet'}
          className={styles.run}
          onClick={toggle}
        >
          {run && <StateDot run={run} />}
          <span className={styles.clip}>{run?.name ?? (runs ? 'No run yet' : 'Runs')}</span>
          <Icon name="chevronDown" size={12} />
        </Button>
      )}
    />
  );
}
