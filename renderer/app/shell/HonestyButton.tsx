import { Fragment, useRef, useState } from 'react';
import type { Honesty } from '#contract';
import { classes } from '../../widgets/classes.ts';
import { figureText, percent, shortCount } from '../../widgets/format.ts';
import { Popover } from '../../widgets/Popover.tsx';
import { honestyFacts, throttledText } from './honesty.ts';
import styles from './StatusBar.module.css';

const openerId = 'honesty';

/** Opens the sheet that explains what the recording lacks, from anywhere on screen. */
export function showHonesty(): void {
  document.getElementById(openerId)?.click();
}

/** Cost and losses in short, always on screen; pressed, each is explained. */
export function HonestyButton({ honesty }: { honesty: Honesty }) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  // Values are cut on purpose; the others are gaps.
  const brief = [
    { label: 'Dropped', n: honesty.dropped, isGap: true },
    { label: 'Throttled', n: honesty.throttledFunctions, isGap: true },
    { label: 'Truncated', n: honesty.truncatedValues, isGap: false },
    { label: 'Skipped files', n: honesty.skippedFiles.length, isGap: true },
  ];
  return (
    <>
      <button
        ref={anchor}
        id={openerId}
        type="button"
        className={styles.facts}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-tip="What this recording lacks, and what tracing cost"
        onClick={() => setOpen(!open)}
      >
        <span className={styles.item}>
          Tracer cost <b>{figureText(percent(honesty.tracerCostShare))}</b>
        </span>
        {brief.map(({ label, n, isGap }) => (
          <span key={label} className={classes(styles.item, isGap && n > 0 && styles.loss)}>
            {label} <b>{shortCount(n)}</b>
          </span>
        ))}
      </button>
      {open && (
        <Popover
          anchor={anchor}
          role="dialog"
          label="What this recording lacks"
          onClose={() => setOpen(false)}
        >
          <HonestySheet honesty={honesty} />
        </Popover>
      )}
    </>
  );
}

function HonestySheet({ honesty }: { honesty: Honesty }) {
  return (
    <div className={styles.sheet}>
      <h2>What this recording lacks, and what tracing cost</h2>
      <dl>
        {honestyFacts(honesty).map(({ id, label, value, meaning, isLoss }) => (
          <Fragment key={id}>
            <dt>{label}</dt>
            <dd className={classes(isLoss && styles.loss)}>{value}</dd>
            <dd className={styles.meaning}>
              {meaning}
              {id === 'throttled' && honesty.throttled && (
                <ul className={styles.files}>
                  {honesty.throttled.map((one) => (
                    <li key={`${one.file}:${one.line}:${one.name}`} title={`${one.file}:${one.line}`}>
                      {throttledText(one)}
                    </li>
                  ))}
                </ul>
              )}
              {id === 'skipped' && honesty.skippedFiles.length > 0 && (
                <ul className={styles.files}>
                  {honesty.skippedFiles.map(({ file, reason }) => (
                    <li key={file}>
                      <code>{file}</code>: {reason}
                    </li>
                  ))}
                </ul>
              )}
            </dd>
          </Fragment>
        ))}
      </dl>
    </div>
  );
}
