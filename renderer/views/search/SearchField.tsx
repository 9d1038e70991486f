import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { RunId } from '#contract';
import { useSearchCompletions } from '#renderer/data/index.ts';
import { useApp } from '#renderer/state/index.ts';
import { classes } from '#renderer/widgets/classes.ts';
import styles from './Search.module.css';

interface SearchFieldProps {
  readonly run: RunId;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** Enter: to the match behind the selected one; with Shift, before it. */
  readonly onStep: (direction: 'next' | 'previous') => void;
  /** A search is made, not only typed. */
  readonly onSubmit: () => void;
}

interface Suggestion {
  readonly text: string;
  readonly detail: string;
  /** What of the field it replaces. */
  readonly from: number;
  readonly to: number;
}

const shown = 12;

/** A query with completion of its fields and values, and of earlier searches while it is empty. */
export function SearchField({ run, text, onChange, onStep, onSubmit }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null);
  const id = useId();
  const searches = useApp((state) => state.queries.searches);
  const [cursor, setCursor] = useState(text.length);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const { value: found, exact } = useSearchCompletions(run, text, Math.min(cursor, text.length));
  // Those of an earlier text would replace the wrong part of this one.
  const value = exact ? found : undefined;
  const problem = value?.problem ?? null;
  const suggestions: readonly Suggestion[] =
    text === ''
      ? searches.map((search) => ({ text: search, detail: 'earlier search', from: 0, to: 0 }))
      : (value?.items ?? []).map((item) => ({
          text: item.text,
          detail: item.detail,
          from: value?.from ?? 0,
          to: value?.to ?? 0,
        }));
  const list = open ? suggestions.slice(0, shown) : [];
  const use = ({ text: chosen, from, to }: Suggestion) => {
    onChange(text.slice(0, from) + chosen + text.slice(to));
    setCursor(from + chosen.length);
    setAt(-1);
    input.current?.focus();
    // Behind a field's colon its values are to be offered at once.
    setOpen(/[:=<>]$/.test(chosen));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && !open) setOpen(true);
    else if (step) setAt(Math.max(-1, Math.min(list.length - 1, at + step)));
    else if (event.key === 'Escape' && open) setOpen(false);
    else if ((event.key === 'Enter' || event.key === 'Tab') && list[at]) use(list[at]);
    else if (event.key === 'Enter') {
      setOpen(false);
      onSubmit();
      onStep(event.shiftKey ? 'previous' : 'next');
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.field}>
      <input
        ref={input}
        id="search-calls"
        role="combobox"
        aria-label="Search the calls"
        aria-expanded={list.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={list[at] ? `${id}-${at}` : undefined}
        aria-invalid={text !== '' && problem !== null}
        className={styles.input}
        placeholder="name:checkout duration>10ms status:error; words alone are looked for everywhere"
        spellCheck={false}
        autoComplete="off"
        value={text}
        onChange={(event) => {
          onChange(event.target.value);
          setCursor(event.target.selectionStart ?? event.target.value.length);
          setOpen(true);
          setAt(-1);
        }}
        onSelect={(event) => setCursor(event.currentTarget.selectionStart ?? 0)}
        onFocus={() => text === '' && setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
      />
      {list.length > 0 && (
        <div id={`${id}-list`} role="listbox" aria-label="Completions" className={styles.list}>
          {list.map((suggestion, place) => (
            <div
              key={`${suggestion.text} ${suggestion.detail}`}
              id={`${id}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === at}
              className={classes(styles.option, place === at && styles.chosen)}
              // Before the field loses the focus, which closes the list.
              onPointerDown={(event) => {
                event.preventDefault();
                use(suggestion);
              }}
            >
              <code>{suggestion.text}</code>
              <span>{suggestion.detail}</span>
            </div>
          ))}
        </div>
      )}
      {text !== '' && problem && !open && (
        <p className={styles.problem} role="alert">
          {problem.message}
        </p>
      )}
    </div>
  );
}
