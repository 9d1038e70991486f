import { useApp } from '../../state/index.ts';

/** Shows a setting of the project, found by its name. */
export function showSetting(key: string): void {
  const { openView, setFindText } = useApp.getState();
  openView('settings');
  setFindText(key);
}
