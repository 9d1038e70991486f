import type { ButtonHTMLAttributes, Ref } from 'react';
import styles from './Button.module.css';
import { classes } from './classes.ts';
import { Icon } from './Icon.tsx';
import type { IconName } from './icons.ts';

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: 'plain' | 'outline' | 'primary' | 'danger';
  readonly small?: boolean;
  readonly icon?: IconName;
  /** Shown on hover and focus, with the shortcut. */
  readonly tip?: string | undefined;
  readonly shortcut?: string | undefined;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words; its words are its name. */
export function Button({ look = 'plain', small, icon, tip, shortcut, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      data-tip={tip}
      data-shortcut={shortcut}
      {...rest}
      className={classes(styles.button, styles[look], small && styles.small, rest.className)}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** A button with only an icon; `label` is its name and its tooltip. */
export function IconButton({
  label,
  icon,
  look = 'plain',
  small,
  shortcut,
  tip,
  ...rest
}: ButtonProps & { readonly label: string; readonly icon: IconName }) {
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={tip ?? label}
      data-shortcut={shortcut}
      {...rest}
      className={classes(styles.button, styles[look], styles.icon, small && styles.small, rest.className)}
    >
      <Icon name={icon} />
    </button>
  );
}
