import type { ModuleGraph, ProjectDir, RunId } from '#contract';
import { useFunctions, useModules } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { count, duration } from '#renderer/widgets/format.ts';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { Num } from '#renderer/widgets/Num.tsx';
import { Head } from './Head.tsx';
import styles from './Inspector.module.css';
import { functionAt, Link } from './links.tsx';
import {
  edgeKinds,
  functionsOf,
  type ModuleNeighbour,
  moduleIndex,
  moduleNeighbours,
} from './module-facts.ts';
import { Section } from './Section.tsx';

interface ModuleInspectorProps {
  readonly dir: ProjectDir;
  readonly run: RunId | null;
  readonly path: string;
}

const shown = 30;

export function ModuleInspector({ dir, run, path }: ModuleInspectorProps) {
  const { value: graph, error, retry } = useModules(dir, run);
  if (error && !graph)
    return <ErrorMessage title="The modules cannot be read" error={error} onRetry={retry} />;
  if (!graph) return <LoadingMessage title="Reading the modules" />;
  const index = moduleIndex(graph, path);
  if (index < 0)
    return (
      <EmptyMessage icon="link" title="No such module">
        {path} is not among the modules of this project any more.
      </EmptyMessage>
    );
  const { uses, usedBy } = moduleNeighbours(graph, index);
  return (
    <>
      <Head kind="Module" title={path.slice(path.lastIndexOf('/') + 1)} file={path} line={null} />
      <ModuleFigures graph={graph} index={index} />
      <Cycle graph={graph} index={index} />
      <ModuleFunctions run={run} path={path} />
      <NeighbourModules title="Uses" rows={uses} />
      <NeighbourModules title="Used by" rows={usedBy} />
    </>
  );
}

function ModuleFigures({ graph: { modules }, index }: { graph: ModuleGraph; index: number }) {
  const errors = modules.errors[index] ?? 0;
  const defined = modules.functions[index] ?? -1;
  return (
    <Section title="Figures">
      <dl className={styles.facts}>
        <dt>Calls</dt>
        <dd>
          <Num figure={{ value: count(modules.calls[index] ?? 0), unit: '' }} />
        </dd>
        <dt>Functions</dt>
        <dd>
          <Num figure={{ value: defined < 0 ? '\u2013' : count(defined), unit: '' }} />
        </dd>
        <dt>Self</dt>
        <dd>
          <Num figure={duration(modules.selfNs[index] ?? Number.NaN)} />
        </dd>
        <dt>Errors</dt>
        <dd className={errors > 0 ? styles.error : ''}>
          <Num figure={{ value: count(errors), unit: '' }} />
        </dd>
      </dl>
    </Section>
  );
}

function Cycle({ graph, index }: { graph: ModuleGraph; index: number }) {
  const select = useApp((state) => state.select);
  const cycle = graph.cycles[graph.modules.cycle[index] ?? -1];
  if (!cycle) return null;
  return (
    <Section title="In an import cycle with" aside={count(cycle.length - 1)}>
      <ul className={styles.list} aria-label="Cycle">
        {cycle
          .filter((other) => other !== index)
          .map((other) => {
            const path = graph.modules.path[other] ?? '';
            return (
              <Link
                key={other}
                name={path}
                file={path}
                tip={path}
                onClick={() => select({ kind: 'module', path })}
              />
            );
          })}
      </ul>
    </Section>
  );
}

function ModuleFunctions({ run, path }: { run: RunId | null; path: string }) {
  const table = useFunctions(run).value;
  const select = useApp((state) => state.select);
  if (!table) return null;
  const found = functionsOf(table, path);
  return (
    <Section title="Functions that ran" aside={count(found.length)}>
      {found.length === 0 && <p className={styles.note}>None in this run.</p>}
      <ul className={styles.list} aria-label="Functions that ran">
        {found.slice(0, shown).map((index) => {
          const { name, file, line } = functionAt(table, index);
          return (
            <Link
              key={index}
              name={name}
              file={file}
              tip={`Line ${line}, ${count(table.calls[index] ?? 0)} calls`}
              failed={(table.errors[index] ?? 0) > 0}
              aside={<Num figure={duration(table.selfNs[index] ?? Number.NaN)} />}
              onClick={() => select({ kind: 'function', function: index })}
            />
          );
        })}
      </ul>
      {found.length > shown && <p className={styles.note}>The {shown} with most self time are shown.</p>}
    </Section>
  );
}

function NeighbourModules({ title, rows }: { title: string; rows: readonly ModuleNeighbour[] }) {
  const select = useApp((state) => state.select);
  return (
    <Section title={title} aside={count(rows.length)}>
      {rows.length === 0 && <p className={styles.note}>No other module.</p>}
      <ul className={styles.list} aria-label={title}>
        {rows.map(({ path, calls, kinds }) => (
          <Link
            key={path}
            name={path}
            file={path}
            tip={edgeKinds(kinds)}
            aside={calls > 0 ? <Num figure={{ value: count(calls), unit: '\u00d7' }} /> : undefined}
            onClick={() => select({ kind: 'module', path })}
          />
        ))}
      </ul>
    </Section>
  );
}
