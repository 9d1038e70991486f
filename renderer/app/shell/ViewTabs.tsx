import { type KeyboardEvent, useEffect } from 'react';
import { useChosenKeys } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { IconButton } from '../../widgets/Button.tsx';
import { duration, figureText } from '../../widgets/format.ts';
import { useCommand } from '../commands/use-commands.ts';
import { FindField } from '../FindField.tsx';
import { keysOf } from '../keys/conflicts.ts';
import { keysText } from '../keys/use-keys.ts';
import { views } from '../views.ts';
import { OnlyMyCode } from './OnlyMyCode.tsx';
import styles from './ViewTabs.module.css';

/** The views of the run as tabs, and beside them the filters they share. */
export function ViewTabs() {
  const at = useApp(({ location }) => location.view);
  const openView = useApp((state) => state.openView);
  const inspectorOpen = useApp(({ layout }) => layout.inspectorOpen);
  const inspector = useCommand('panel.inspector');
  const chosen = useChosenKeys();
  const tabs = views.filter(({ place }) => place === 'trace');
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.findIndex(({ id }) => id === at) + step + tabs.length) % tabs.length];
    if (!next) return;
    openView(next.id);
    document.getElementById(`tab-${next.id}`)?.focus();
  };
  // In a narrow window the tabs scroll; the one of the view on screen is always among those that show.
  useEffect(() => {
    document.getElementById(`tab-${at}`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [at]);
  return (
    <div className={styles.bar}>
      <div className={styles.tabs} role="tablist" aria-label="Views" onKeyDown={onKeyDown}>
        {tabs.map(({ id, title, shortcut }) => (
          <button
            key={id}
            id={`tab-${id}`}
            type="button"
            role="tab"
            aria-selected={id === at}
            tabIndex={id === at ? 0 : -1}
            data-tip={title}
            data-shortcut={keysText(keysOf(chosen, { id: `view.${id}`, keys: [shortcut] }))}
            className={styles.tab}
            onClick={() => openView(id)}
          >
            {title}
          </button>
        ))}
      </div>
      <div className={styles.filters}>
        <RangeChip />
        <FindField />
        <OnlyMyCode />
        <IconButton
          small
          icon="panelRight"
          label={inspectorOpen ? 'Hide the inspector' : 'Show the inspector'}
          shortcut={inspector.shortcut}
          aria-pressed={inspectorOpen}
          onClick={inspector.run}
        />
      </div>
    </div>
  );
}

function RangeChip() {
  const range = useApp(({ location }) => location.range);
  const setRange = useApp((state) => state.setRange);
  if (!range) return null;
  const text = `${figureText(duration(range.endNs - range.startNs))} from ${figureText(duration(range.startNs))}`;
  return (
    <span className={styles.chip}>
      {text}
      <IconButton small icon="close" label="Clear the time range" onClick={() => setRange(null)} />
    </span>
  );
}
