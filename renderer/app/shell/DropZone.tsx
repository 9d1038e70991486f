import { useEffect, useState } from 'react';
import { useConnection, useWorkbench } from '../../data/index.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { openRecording } from '../actions/history.ts';
import { inform } from '../actions/report.ts';
import styles from './DropZone.module.css';

const isFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/**
 * Takes recordings that are dropped on the window, or that the system asks to open. Any other file is refused with a word: a
 * page that lets it fall through would be replaced by it.
 */
export function DropZone() {
  const workbench = useWorkbench();
  const isConnected = useConnection().status === 'open';
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    // What waits is taken only when there is an engine to read it.
    if (!isConnected) return;
    const opening = workbench.abilities.onOpenRecording?.((received) => {
      void openRecording(workbench, async () => received);
    });
    return () => opening?.dispose();
  }, [workbench, isConnected]);
  useEffect(() => {
    const { abilities } = workbench;
    const over = (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    // Between two elements of the page there is another one that it is over.
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!isFiles(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file?.name.endsWith('.callscape')) {
        void openRecording(workbench, () => abilities.receiveFile(file));
      } else inform('This is no recording', 'Drop a file whose name ends in .callscape to open it.');
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [workbench]);
  if (!isOver) return null;
  return (
    <div className={styles.zone} role="status">
      <div className={styles.words}>
        <Icon name="import" />
        Drop the recording to open it
      </div>
    </div>
  );
}
