import { useEffect } from 'react';
import { type Notice, useApp } from '../../state/index.ts';
import { IconButton } from '../../widgets/Button.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import styles from './Notices.module.css';

const stayMs = 6000;

/** News at the edge of the window. Good news goes by itself; errors stay until they are read. */
export function Notices() {
  const notices = useApp((state) => state.notices);
  return (
    <div className={styles.notices} aria-live="polite">
      {notices.map((notice) => (
        <NoticeRow key={notice.id} notice={notice} />
      ))}
    </div>
  );
}

function NoticeRow({ notice: { id, tone, title, detail } }: { notice: Notice }) {
  const dismiss = useApp((state) => state.dismissNotice);
  useEffect(() => {
    if (tone !== 'info') return;
    const timer = setTimeout(() => dismiss(id), stayMs);
    return () => clearTimeout(timer);
  }, [dismiss, id, tone]);
  return (
    <div className={styles.notice} role={tone === 'error' ? 'alert' : 'status'}>
      <span className={styles[tone]}>
        <Icon name={tone} />
      </span>
      <div>
        <div className={styles.title}>{title}</div>
        <div className={styles.detail}>{detail}</div>
      </div>
      <IconButton small icon="close" label="Dismiss" onClick={() => dismiss(id)} />
    </div>
  );
}
