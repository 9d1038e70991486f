import type { ReactNode } from 'react';
import type { Run } from '#contract';
import { useKeysOf } from '../../app/keys/use-keys.ts';
import { Button, IconButton } from '../../widgets/Button.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { flameKeys } from './flame-keys.ts';
import type { FlameSettings } from './flame-settings.ts';
import styles from './flamegraph.module.css';
import { type FunctionNames, nameOfCode } from './function-names.ts';
import { describeTransform } from './transforms.ts';

interface TrailProps {
  readonly settings: FlameSettings;
  /** Of the run: what the transforms name. */
  readonly functions: FunctionNames;
  /** The function in the middle of a sandwich; -1: it is none. */
  readonly middle: number;
  /** The run that this one is compared with, as far as it is known. */
  readonly base: Run | undefined;
  /** From less to more time than in the other run. */
  readonly changeFills: readonly string[];
  readonly onChange: (change: Partial<FlameSettings>) => void;
}

/** What the graph is made of other than everything: each part can be taken back. */
export function Trail({ settings, functions, middle, base, changeFills, onChange }: TrailProps) {
  const { transforms, trace } = settings;
  const keys = useKeysOf('flamegraph', flameKeys);
  const isTransformed = transforms.length > 0;
  if (settings.base === null && trace === null && middle < 0 && !isTransformed) return null;
  return (
    <nav className={styles.path} aria-label="What is shown">
      {settings.base !== null && (
        <Part title={`Compared with ${base?.name ?? settings.base}`} onClear={() => onChange({ base: null })}>
          <span
            className={styles.legend}
            style={{ background: `linear-gradient(to right, ${changeFills.join(', ')})` }}
            aria-hidden="true"
          />
          <span className={styles.note}>blue: less time than there; orange: more</span>
        </Part>
      )}
      {trace !== null && settings.base === null && (
        <Part title="One trace" onClear={() => onChange({ trace: null })} />
      )}
      {middle >= 0 && <Part title={`Callers and callees of ${nameOfCode(middle, functions)}`} />}
      {isTransformed && (
        <>
          <button type="button" className={styles.crumb} onClick={() => onChange({ transforms: [] })}>
            Everything
          </button>
          {transforms.map((transform, at) => (
            <span
              key={transforms
                .slice(0, at + 1)
                .map((each) => JSON.stringify(each))
                .join()}
              className={styles.step}
            >
              <Icon name="chevronRight" size={11} />
              <button
                type="button"
                className={styles.crumb}
                aria-current={at === transforms.length - 1 ? 'true' : undefined}
                onClick={() => onChange({ transforms: transforms.slice(0, at + 1) })}
              >
                {describeTransform(transform, functions)}
              </button>
            </span>
          ))}
          <Button
            small
            shortcut={keys.text('undo')}
            tip="Take the last one back"
            onClick={() => onChange({ transforms: transforms.slice(0, -1) })}
          >
            Undo
          </Button>
        </>
      )}
    </nav>
  );
}

function Part({ title, onClear, children }: { title: string; onClear?: () => void; children?: ReactNode }) {
  return (
    <span className={styles.step}>
      <span className={styles.part}>{title}</span>
      {onClear && <IconButton small icon="close" label={`${title}: no more`} onClick={onClear} />}
      {children}
    </span>
  );
}
