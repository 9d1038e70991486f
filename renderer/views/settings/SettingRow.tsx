import { useState } from 'react';
import type { ProjectDir, Setting, SettingOrigin } from '#contract';
import { attempt } from '#renderer/app/actions/report.ts';
import { projectKeys, useWorkbench } from '#renderer/data/index.ts';
import { IconButton } from '#renderer/widgets/Button.tsx';
import { classes } from '#renderer/widgets/classes.ts';
import { Icon } from '#renderer/widgets/Icon.tsx';
import { SettingInput } from './SettingInput.tsx';
import styles from './Settings.module.css';

const origins: Readonly<Record<SettingOrigin, string>> = {
  default: 'Built-in value',
  file: 'From the file',
  user: 'Set here',
  run: 'Set for the run',
};

/** Of the row in the page. */
export const settingId = (key: string): string => `setting-${key}`;

interface SettingRowProps {
  readonly dir: ProjectDir;
  readonly setting: Setting;
  /** The search is at it. */
  readonly isAt: boolean;
}

export function SettingRow({ dir, setting, isAt }: SettingRowProps) {
  const { services, cache } = useWorkbench();
  const [busy, setBusy] = useState(false);
  const { key, origin, originDetail } = setting;
  const change = async (value: string | null) => {
    if (value === setting.value) return;
    setBusy(true);
    await attempt(`${key} could not be changed`, async () => {
      cache.put(projectKeys.settings(dir), await services.projects.changeSetting({ dir, key, value }));
    });
    setBusy(false);
  };
  return (
    <div className={classes(styles.row, isAt && styles.at)} id={settingId(key)}>
      <div>
        <div className={styles.key}>{key}</div>
        <p className={styles.description}>{setting.description}</p>
        <p className={classes(styles.origin, origin === 'user' && styles.user)}>
          {origins[origin]}
          {origin !== 'default' && originDetail && `: ${originDetail}`}
        </p>
        {setting.problem && (
          <p className={styles.problem} role="status">
            <Icon name="warning" size={14} />
            {setting.problem}
          </p>
        )}
      </div>
      <div className={styles.edit}>
        <SettingInput setting={setting} disabled={busy} onChange={(value) => void change(value)} />
        {origin === 'user' && (
          <IconButton
            icon="rerun"
            label={`Give up the value of ${key} set here`}
            tip="Give up this value; the next origin counts again"
            disabled={busy}
            onClick={() => void change(null)}
          />
        )}
      </div>
    </div>
  );
}
