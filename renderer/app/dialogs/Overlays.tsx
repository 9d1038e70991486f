import { type Overlay, useApp } from '../../state/index.ts';
import { ExerciseDialog } from '../exercise/ExerciseDialog.tsx';
import { OpenFolderDialog } from './OpenFolderDialog.tsx';
import { Palette } from './Palette.tsx';
import { RemoveRunDialog } from './RemoveRunDialog.tsx';
import { RenameRunDialog } from './RenameRunDialog.tsx';
import { RunCommandDialog } from './RunCommandDialog.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';

/** The one thing that lies over the workbench. */
export function Overlays({ overlay }: { overlay: Overlay }) {
  const showOverlay = useApp((state) => state.showOverlay);
  const close = () => showOverlay(null);
  switch (overlay.kind) {
    case 'palette':
      return <Palette key={overlay.mode} mode={overlay.mode} onClose={close} />;
    case 'shortcuts':
      return <ShortcutSheet onClose={close} />;
    case 'open-folder':
      return <OpenFolderDialog onClose={close} />;
    case 'run-command':
      return <RunCommandDialog onClose={close} />;
    case 'exercise':
      return <ExerciseDialog only={overlay.only} onClose={close} />;
    case 'rename-run':
      return <RenameRunDialog run={overlay.run} name={overlay.name} onClose={close} />;
    case 'remove-run':
      return <RemoveRunDialog run={overlay.run} name={overlay.name} onClose={close} />;
  }
}
