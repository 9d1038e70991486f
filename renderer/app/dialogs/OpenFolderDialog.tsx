import { useState } from 'react';
import type { FolderListing } from '#contract';
import { type Query, useQuery, useServices, useWorkbench } from '../../data/index.ts';
import { Button, IconButton } from '../../widgets/Button.tsx';
import { Dialog } from '../../widgets/Dialog.tsx';
import { TextInput } from '../../widgets/Field.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '../../widgets/Message.tsx';
import { openProject } from '../actions/project.ts';
import styles from './OpenFolderDialog.module.css';

/** The browser host's folder dialog: folders of the machine that Callscape runs on. */
export function OpenFolderDialog({ onClose }: { onClose: () => void }) {
  const workbench = useWorkbench();
  const { projects } = useServices();
  const [dir, setDir] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const listing = useQuery<FolderListing>({
    key: `browse/${dir ?? ''}`,
    revision: 0,
    family: 'browse',
    load: () => projects.browse({ dir }),
  });
  const here = typed ?? (listing.exact ? listing.value?.dir : dir) ?? '';
  const goTo = (next: string) => {
    setDir(next);
    setTyped(null);
  };
  return (
    <Dialog
      title="Open folder"
      wide
      onClose={onClose}
      footer={
        <>
          <Button look="outline" onClick={onClose}>
            Cancel
          </Button>
          <Button look="primary" disabled={here === ''} onClick={() => void openProject(workbench, here)}>
            Open this folder
          </Button>
        </>
      }
    >
      <form
        className={styles.bar}
        onSubmit={(event) => {
          event.preventDefault();
          goTo(here);
        }}
      >
        <IconButton
          icon="arrowUp"
          label="Folder above"
          disabled={!listing.value?.parent}
          onClick={() => listing.value?.parent && goTo(listing.value.parent)}
        />
        <TextInput
          label="Folder"
          mono
          value={here}
          autoFocus
          onChange={(event) => setTyped(event.target.value)}
        />
      </form>
      <Folders listing={listing} onGo={goTo} />
    </Dialog>
  );
}

function Folders({ listing, onGo }: { listing: Query<FolderListing>; onGo: (dir: string) => void }) {
  const { value, error, retry } = listing;
  if (error)
    return (
      <div className={styles.list}>
        <ErrorMessage title="This folder cannot be listed" error={error} onRetry={retry} />
      </div>
    );
  if (!value)
    return (
      <div className={styles.list}>
        <LoadingMessage title="Reading the folder" />
      </div>
    );
  if (value.folders.length === 0)
    return (
      <div className={styles.list}>
        <EmptyMessage icon="folder" title="No folders in here" />
      </div>
    );
  const base = value.dir.endsWith('/') ? value.dir : `${value.dir}/`;
  return (
    <ul className={styles.list} aria-label="Folders">
      {value.folders.map(({ name, isProject }) => (
        <li key={name}>
          <button type="button" className={styles.folder} onClick={() => onGo(base + name)}>
            <Icon name="folder" />
            {name}
            {isProject && <span className={styles.badge}>project</span>}
          </button>
        </li>
      ))}
    </ul>
  );
}
