import '@xterm/xterm/css/xterm.css';
import { useEffect, useRef, useState } from 'react';
import type { RunId } from '#contract';
import { useThemeName } from '#renderer/app/theme.ts';
import { useServices } from '#renderer/data/index.ts';
import { ErrorMessage } from '#renderer/widgets/Message.tsx';
import { createScreen, type Screen } from './screen.ts';
import styles from './Terminal.module.css';

export function TerminalScreen({ run, live }: { run: RunId; live: boolean }) {
  const services = useServices();
  const theme = useThemeName();
  const frame = useRef<HTMLDivElement>(null);
  const screen = useRef<Screen | null>(null);
  const [error, setError] = useState<Error | null>(null);
  useEffect(() => {
    if (!frame.current) return;
    const made = createScreen(frame.current, services, run, setError);
    screen.current = made;
    return () => made.dispose();
  }, [services, run]);
  useEffect(() => screen.current?.setTheme(theme), [theme]);
  useEffect(() => screen.current?.setLive(live), [live]);
  return (
    <div className={styles.frame}>
      {error && <ErrorMessage title="The output cannot be shown" error={error} />}
      <section ref={frame} className={styles.terminal} hidden={error !== null} aria-label="Terminal" />
    </div>
  );
}
