import type { ExportFormat, Run } from '#contract';
import { exportRun } from '#renderer/app/actions/export.ts';
import { importRecording, pinRun } from '#renderer/app/actions/history.ts';
import { isLive, useWorkbench } from '#renderer/data/index.ts';
import { openComparison, useApp } from '#renderer/state/index.ts';
import { Button, IconButton } from '#renderer/widgets/Button.tsx';
import type { MenuEntry } from '#renderer/widgets/Menu.tsx';
import { MenuButton } from '#renderer/widgets/MenuButton.tsx';

interface RunActionsProps {
  readonly run: Run | undefined;
  readonly runs: readonly Run[];
  readonly onOpen: () => void;
}

const formats: readonly { readonly format: ExportFormat; readonly title: string; readonly detail: string }[] =
  [
    {
      format: 'baseline',
      title: 'Baseline',
      detail: 'Figures of every function and edge, as JSON, to compare with',
    },
    { format: 'speedscope', title: 'speedscope', detail: 'A profile for www.speedscope.app' },
    { format: 'spans', title: 'Spans', detail: 'Every call, one JSON object a line' },
  ];

/** What can be done with the chosen run. */
export function RunActions({ run, runs, onOpen }: RunActionsProps) {
  const workbench = useWorkbench();
  const { showOverlay, openRun } = useApp.getState();
  const before = run && runs[runs.indexOf(run) + 1];
  const compare = () => {
    if (!run || !before) return;
    openRun(run.id);
    openComparison(before.id, run.id);
  };
  const exports: MenuEntry[] = formats.map(({ format, title, detail }) => ({
    id: format,
    title,
    detail,
    onSelect: () => run && void exportRun(workbench, run, format),
  }));
  return (
    <>
      <Button icon="import" tip="Import a recording file" onClick={() => void importRecording(workbench)}>
        Import
      </Button>
      <Button disabled={!run} tip="Show this run in the views" shortcut="Enter" onClick={onOpen}>
        Open
      </Button>
      <Button disabled={!before} icon="compare" tip="Compare with the run before it" onClick={compare}>
        Compare
      </Button>
      <MenuButton label="Export" icon="export" disabled={!run} tip="Export the run" entries={exports}>
        Export
      </MenuButton>
      <IconButton
        icon="pin"
        label={run?.pinned ? 'Unpin' : 'Pin'}
        aria-pressed={run?.pinned ?? false}
        disabled={!run}
        onClick={() => run && void pinRun(workbench, run, !run.pinned)}
      />
      <IconButton
        icon="edit"
        label="Rename"
        disabled={!run}
        onClick={() => run && showOverlay({ kind: 'rename-run', run: run.id, name: run.name })}
      />
      <IconButton
        icon="trash"
        label="Remove"
        disabled={!run || isLive(run)}
        onClick={() => run && showOverlay({ kind: 'remove-run', run: run.id, name: run.name })}
      />
    </>
  );
}
