import { openFolder } from '../actions/project.ts';
import { inform } from '../actions/report.ts';
import type { Command } from './command.ts';
import { focusWhenThere } from './focus.ts';

/** Fields that take the find text; the one of the view on screen gets the focus. */
export const findFieldId = 'find-in-view';

export const workbenchCommands: readonly Command[] = [
  {
    id: 'project.open',
    title: 'Open folder...',
    group: 'Project',
    shortcut: 'Ctrl+O',
    run: ({ workbench }) => openFolder(workbench),
  },
  {
    id: 'project.close',
    title: 'Close the project',
    group: 'Project',
    when: ({ app }) => app.location.project !== null,
    run: ({ app }) => app.openProject(null),
  },
  {
    id: 'palette.commands',
    title: 'Show all commands',
    group: 'Go',
    shortcut: 'Ctrl+Shift+P',
    alsoOn: ['F1'],
    run: ({ app }) => app.showOverlay({ kind: 'palette', mode: 'commands' }),
  },
  {
    id: 'palette.go-to',
    title: 'Go to a function or file...',
    group: 'Go',
    shortcut: 'Ctrl+P',
    run: ({ app }) => app.showOverlay({ kind: 'palette', mode: 'go-to' }),
  },
  {
    id: 'find.focus',
    title: 'Find in this view',
    group: 'Go',
    shortcut: '/',
    alsoOn: ['Ctrl+F'],
    run() {
      const field = document.getElementById(findFieldId);
      if (field instanceof HTMLInputElement) field.select();
    },
  },
  {
    id: 'link.copy',
    title: 'Copy a link to this place',
    group: 'Go',
    when: ({ app }) => app.location.project !== null,
    async run() {
      await navigator.clipboard.writeText(window.location.href);
      inform('Link copied', 'It opens this project, run, view, range and selection.');
    },
  },
  {
    id: 'filter.only-my-code',
    title: 'Show only my code, or everything',
    group: 'Filter',
    shortcut: 'Alt+M',
    run: ({ app }) => app.setOnlyMyCode(!app.onlyMyCode),
  },
  {
    id: 'filter.clear-range',
    title: 'Clear the time range',
    group: 'Filter',
    when: ({ app }) => app.location.range !== null,
    run: ({ app }) => app.setRange(null),
  },
  {
    id: 'panel.inspector',
    title: 'Show or hide the inspector',
    group: 'Panels',
    shortcut: 'Ctrl+I',
    run: ({ app }) => app.changeLayout({ inspectorOpen: !app.layout.inspectorOpen }),
  },
  {
    id: 'panel.bottom',
    title: 'Show or hide the bottom panel',
    group: 'Panels',
    shortcut: 'Ctrl+J',
    run: ({ app }) => app.changeLayout({ bottomOpen: !app.layout.bottomOpen }),
  },
  {
    id: 'panel.terminal',
    title: 'Show the terminal',
    group: 'Panels',
    shortcut: 'Ctrl+`',
    run: ({ app }) => app.changeLayout({ bottomOpen: true, bottomTab: 'terminal' }),
  },
  {
    id: 'panel.problems',
    title: 'Show the problems',
    group: 'Panels',
    run: ({ app }) => app.changeLayout({ bottomOpen: true, bottomTab: 'problems' }),
  },
  {
    id: 'panel.search',
    title: 'Search the calls',
    group: 'Panels',
    shortcut: 'Ctrl+Shift+F',
    when: ({ app }) => app.location.run !== null,
    run({ app }) {
      app.changeLayout({ bottomOpen: true, bottomTab: 'search' });
      focusWhenThere('#search-calls');
    },
  },
  {
    id: 'panel.sql',
    title: 'Ask in SQL',
    group: 'Panels',
    shortcut: 'Ctrl+Shift+E',
    when: ({ app }) => app.location.run !== null,
    run({ app }) {
      app.changeLayout({ bottomOpen: true, bottomTab: 'sql' });
      focusWhenThere('[aria-label="SQL statement"]');
    },
  },
  ...(['light', 'dark', 'system'] as const).map(
    (theme): Command => ({
      id: `theme.${theme}`,
      title: theme === 'system' ? 'Theme: as the system has it' : `Theme: ${theme}`,
      group: 'Panels',
      run: ({ app }) => app.changeLayout({ theme }),
    }),
  ),
  {
    id: 'help.tour',
    title: 'Take the tour',
    group: 'Help',
    run: ({ app }) => app.startTour(),
  },
  {
    id: 'help.shortcuts',
    title: 'Show the keyboard shortcuts',
    group: 'Help',
    shortcut: '?',
    run: ({ app }) => app.showOverlay({ kind: 'shortcuts' }),
  },
];
