import type { ReactNode } from 'react';
import { useProject, useRuns } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button } from '../../widgets/Button.tsx';
import { EmptyMessage, ErrorMessage } from '../../widgets/Message.tsx';

/** Says so when the address leads nowhere, instead of showing something else. */
export function LinkCheck({ children }: { children: ReactNode }) {
  const broken = useApp((state) => state.brokenLink);
  const { project: dir, run } = useApp(({ location }) => location);
  const { openProject, openRun } = useApp.getState();
  const project = useProject(dir);
  const runs = useRuns(project.value ? dir : null).value;
  const welcome = (
    <Button look="outline" icon="home" onClick={() => openProject(null)}>
      Welcome page
    </Button>
  );
  if (broken !== null)
    return (
      <EmptyMessage icon="link" title="This link leads nowhere" actions={welcome}>
        {broken}
      </EmptyMessage>
    );
  if (project.error && !project.value && project.error.code !== 'closed')
    return (
      <ErrorMessage
        title={`${dir} could not be opened`}
        error={project.error}
        onRetry={project.retry}
        actions={welcome}
      />
    );
  if (runs && run !== null && !runs.some(({ id }) => id === run))
    return (
      <EmptyMessage
        icon="link"
        title="This run is gone"
        actions={
          <>
            <Button look="outline" icon="history" onClick={() => openRun(null)}>
              Newest run
            </Button>
            {welcome}
          </>
        }
      >
        The project {project.value?.name} has no run {run}. It may have been removed, or the link is of
        another machine.
      </EmptyMessage>
    );
  return children;
}
