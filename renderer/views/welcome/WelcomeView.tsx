import { useCommand } from '#renderer/app/commands/use-commands.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import { RecentProjects } from './RecentProjects.tsx';
import { Samples } from './Samples.tsx';
import { TourOffer } from './TourOffer.tsx';
import styles from './Welcome.module.css';

/** Where a session begins: a folder, a recent project or a sample. */
export function WelcomeView() {
  const open = useCommand('project.open');
  return (
    <div className={styles.page}>
      <div className={styles.column}>
        <header>
          <h1 className={styles.title}>Callscape</h1>
          <p className={styles.lead}>See what a codebase really does when it runs.</p>
          <Button
            look="primary"
            icon="folder"
            shortcut={open.shortcut}
            tip="Open a project folder"
            onClick={open.run}
          >
            Open folder
          </Button>
        </header>
        <TourOffer />
        <RecentProjects />
        <Samples />
        <section>
          <h2 className={styles.heading}>How it goes</h2>
          <ol className={styles.steps}>
            <li>Open a folder with a Node.js, TypeScript or Python project; its scripts are found.</li>
            <li>
              Press Run. The app starts in a terminal, with the tracer loaded into it and its files untouched.
            </li>
            <li>
              Work with the app. Its calls fill the flame graph, the timeline, the table and the module graph.
            </li>
            <li>Export the run as a baseline, and compare a later run with it.</li>
          </ol>
        </section>
      </div>
    </div>
  );
}
