import { Fragment } from 'react';
import type { CallTreeTable } from '#contract';
import { pathOf } from '../../canvas/index.ts';
import { Icon } from '../../widgets/Icon.tsx';
import { nameOf } from './describe-row.ts';
import styles from './flamegraph.module.css';
import type { FunctionNames } from './function-names.ts';

interface BreadcrumbProps {
  readonly table: CallTreeTable;
  readonly row: number;
  readonly names: FunctionNames;
  readonly onGo: (row: number) => void;
}

/** A path longer than this is cut in the middle. */
const LONGEST = 8;

/** The calls from the root to the one zoomed to; each leads back to its zoom. */
export function Breadcrumb({ table, row, names, onGo }: BreadcrumbProps) {
  const path = [0, ...pathOf(table, row)];
  const cut = path.length > LONGEST;
  const shown = cut ? [...path.slice(0, 2), ...path.slice(path.length - LONGEST + 2)] : path;
  return (
    <nav className={styles.path} aria-label="Zoomed to">
      {shown.map((each, i) => (
        <Fragment key={each}>
          {i > 0 && <Icon name="chevronRight" size={11} />}
          {cut && i === 2 && (
            <>
              <span className={styles.note}>{path.length - shown.length} more</span>
              <Icon name="chevronRight" size={11} />
            </>
          )}
          <button
            type="button"
            className={styles.crumb}
            aria-current={each === row ? 'true' : undefined}
            onClick={() => onGo(each)}
          >
            {nameOf(table, each, names)}
          </button>
        </Fragment>
      ))}
    </nav>
  );
}
