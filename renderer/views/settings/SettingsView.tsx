import { useMemo, useState } from 'react';
import { type EditorId, editorIds, type ProjectDir, type Setting } from '#contract';
import { Page } from '#renderer/app/Page.tsx';
import { useSettings } from '#renderer/data/index.ts';
import { matchesFind, type ThemePreference, useApp, useFoundRows } from '#renderer/state/index.ts';
import { Select } from '#renderer/widgets/Field.tsx';
import { EmptyMessage, ErrorMessage, LoadingMessage } from '#renderer/widgets/Message.tsx';
import { KeyboardSettings } from './KeyboardSettings.tsx';
import { SettingRow, settingId } from './SettingRow.tsx';
import styles from './Settings.module.css';

/** How the window looks and which keys it takes; and what traces of the project are made with, and where each value comes from. */
export function SettingsView() {
  const project = useApp(({ location }) => location.project);
  return (
    <Page title="Settings" find="settings">
      <div className={styles.page}>
        <div className={styles.column}>
          <section className={styles.group}>
            <h2 className={styles.heading}>Appearance</h2>
            <ThemeRow />
            <EditorRow />
          </section>
          {project === null ? (
            <EmptyMessage icon="settings" title="No project is open">
              What is traced, and how, belongs to a project. Open one to see its settings.
            </EmptyMessage>
          ) : (
            <ProjectSettings project={project} />
          )}
          <KeyboardSettings />
        </div>
      </div>
    </Page>
  );
}

function ProjectSettings({ project }: { readonly project: ProjectDir }) {
  const { value, error, retry } = useSettings(project);
  const text = useApp(({ find }) => find.text);
  const [at, setAt] = useState<string | null>(null);
  const found = useMemo(
    () =>
      (value ?? none).filter(
        ({ key, group, description, value: set }) =>
          text === '' || matchesFind(text, `${key} ${group} ${set}`, description),
      ),
    [value, text],
  );
  useFoundRows(found, ({ key }) => {
    setAt(key);
    document.getElementById(settingId(key))?.scrollIntoView({ block: 'center' });
  });
  if (error && !value)
    return <ErrorMessage title="The settings cannot be read" error={error} onRetry={retry} />;
  if (!value) return <LoadingMessage title="Reading the settings" />;
  return (
    <>
      <p className={styles.lead}>
        What follows is of this project. A value set here counts before one in its <code>.env.tracing</code>,
        which counts before the built-in one. The file is never written.
      </p>
      {found.length === 0 && <p className={styles.lead}>No setting is called so: empty the find field.</p>}
      {[...byGroup(found)].map(([group, settings]) => (
        <section key={group} className={styles.group}>
          <h2 className={styles.heading}>{group}</h2>
          {settings.map((setting) => (
            <SettingRow
              key={`${setting.key} ${setting.value}`}
              dir={project}
              setting={setting}
              isAt={text !== '' && setting.key === at}
            />
          ))}
        </section>
      ))}
    </>
  );
}

const none: readonly Setting[] = [];

function byGroup(settings: readonly Setting[]): ReadonlyMap<string, readonly Setting[]> {
  const groups = new Map<string, Setting[]>();
  for (const setting of settings) groups.set(setting.group, [...(groups.get(setting.group) ?? []), setting]);
  return groups;
}

const editors: Readonly<Record<EditorId, string>> = {
  auto: 'EDITOR, else what is installed',
  vscode: 'VS Code, VSCodium or Cursor',
  jetbrains: 'WebStorm, PyCharm or IntelliJ IDEA',
  vim: 'Vim or Neovim, in its own terminal',
  other: 'Zed, Sublime Text, Emacs or nano',
  environment: 'Only VISUAL or EDITOR',
};

function EditorRow() {
  const editor = useApp(({ layout }) => layout.editor);
  const changeLayout = useApp((state) => state.changeLayout);
  return (
    <div className={styles.row}>
      <div>
        <div>Editor</div>
        <p className={styles.description}>
          What opens files, on the machine where Callscape runs. Set in this window and remembered by it.
        </p>
      </div>
      <div className={styles.edit}>
        <Select
          label="Editor"
          value={editor}
          onChange={(event) => changeLayout({ editor: event.target.value as EditorId })}
        >
          {editorIds.map((id) => (
            <option key={id} value={id}>
              {editors[id]}
            </option>
          ))}
        </Select>
      </div>
    </div>
  );
}

function ThemeRow() {
  const theme = useApp(({ layout }) => layout.theme);
  const changeLayout = useApp((state) => state.changeLayout);
  return (
    <div className={styles.row}>
      <div>
        <div>Theme</div>
        <p className={styles.description}>Of this window; remembered by it.</p>
      </div>
      <div className={styles.edit}>
        <Select
          label="Theme"
          value={theme}
          onChange={(event) => changeLayout({ theme: event.target.value as ThemePreference })}
        >
          <option value="system">As the system has it</option>
          <option value="light">Light</option>
          <option value="dark">Dark</option>
        </Select>
      </div>
    </div>
  );
}
