import { type InputHTMLAttributes, type Ref, type SelectHTMLAttributes, useId } from 'react';
import { classes } from './classes.ts';
import styles from './Field.module.css';

interface TextFieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly label: string;
  readonly mono?: boolean;
  readonly problem?: string | null;
  readonly ref?: Ref<HTMLInputElement>;
}

/** An input under its visible label. */
export function TextField({ label, mono, problem, ...rest }: TextFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <TextInput
        id={id}
        label={label}
        mono={mono ?? false}
        {...rest}
        aria-invalid={problem ? true : undefined}
      />
      {problem && (
        <span className={styles.problem} role="alert">
          {problem}
        </span>
      )}
    </div>
  );
}

/** An input whose label only a screen reader says. */
export function TextInput({
  label,
  mono,
  small,
  ...rest
}: InputHTMLAttributes<HTMLInputElement> & {
  readonly label: string;
  readonly mono?: boolean;
  readonly small?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}) {
  return (
    <input
      aria-label={label}
      spellCheck={false}
      autoComplete="off"
      {...rest}
      className={classes(styles.input, mono && styles.mono, small && styles.small, rest.className)}
    />
  );
}

export function Select({
  label,
  small,
  ...rest
}: SelectHTMLAttributes<HTMLSelectElement> & { readonly label: string; readonly small?: boolean }) {
  return (
    <select
      aria-label={label}
      {...rest}
      className={classes(styles.input, small && styles.small, rest.className)}
    />
  );
}
