import type { Ref } from 'react';
import { classes } from '#renderer/widgets/classes.ts';
import styles from './Graph.module.css';

/** What nodes and edges of a graph are called. */
export interface LegendWords {
  /** One node: `module`. */
  readonly node: string;
  /** Names of the edges of the source and of the run, as on their buttons. */
  readonly static: string;
  readonly runtime: string;
  /** What lies along the edges from a node, and against them. */
  readonly uses: string;
  readonly users: string;
  /** Lines of the legend. */
  readonly staticEdge: string;
  readonly runtimeEdge: string;
  readonly cycleEdge: string;
  readonly ran: string;
  readonly idle: string;
  /** Dashed boxes, where there are any. */
  readonly dead?: string;
  /** Cut boxes, where there are any. */
  readonly outside?: string;
}

interface LegendProps {
  readonly ref: Ref<HTMLDivElement>;
  readonly words: LegendWords;
  readonly hasRun: boolean;
}

/** What the lines and boxes mean. */
export function Legend({ ref, words, hasRun }: LegendProps) {
  return (
    <div ref={ref} className={styles.legend} aria-hidden="true">
      {hasRun && (
        <>
          <span className={styles.line} />
          {words.runtimeEdge}
        </>
      )}
      <span className={classes(styles.line, styles.static)} />
      {words.staticEdge}
      <span className={classes(styles.line, styles.cycle)} />
      {words.cycleEdge}
      {hasRun && (
        <>
          <span className={styles.ran} />
          {words.ran}
          <span className={styles.idle} />
          {words.idle}
        </>
      )}
      {words.dead && (
        <>
          <span className={classes(styles.idle, styles.dead)} />
          {words.dead}
        </>
      )}
      {words.outside && (
        <>
          <span className={styles.outside} />
          {words.outside}
        </>
      )}
    </div>
  );
}
