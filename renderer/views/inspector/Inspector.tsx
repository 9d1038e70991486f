import { outlivesRun, useApp } from '#renderer/state/index.ts';
import { EmptyMessage } from '#renderer/widgets/Message.tsx';
import { FindingInspector } from './FindingInspector.tsx';
import { FunctionInspector } from './FunctionInspector.tsx';
import styles from './Inspector.module.css';
import { ModuleInspector } from './ModuleInspector.tsx';
import { SpanInspector } from './SpanInspector.tsx';

/** Everything that is known of what is selected. */
export function Inspector() {
  const { run, project, selection } = useApp(({ location }) => location);
  if (!selection || (run === null && !outlivesRun(selection)))
    return (
      <EmptyMessage icon="info" title="Nothing selected">
        Select a span, a function, a module or a finding in any view to see its values, its callers and its
        figures.
      </EmptyMessage>
    );
  return (
    <div className={styles.inspector}>
      {selection.kind === 'span' && run && (
        <SpanInspector key={selection.span} run={run} id={selection.span} />
      )}
      {selection.kind === 'function' && run && (
        <FunctionInspector key={selection.function} run={run} index={selection.function} />
      )}
      {selection.kind === 'finding' && project && (
        <FindingInspector key={selection.id} dir={project} run={run} id={selection.id} />
      )}
      {selection.kind === 'module' && project && (
        <ModuleInspector key={selection.path} dir={project} run={run} path={selection.path} />
      )}
    </div>
  );
}
