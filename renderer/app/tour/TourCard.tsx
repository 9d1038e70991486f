import { useWorkbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Button, IconButton } from '../../widgets/Button.tsx';
import { tourSteps } from './steps.ts';
import styles from './Tour.module.css';

/** The step of the tour, beside what it is about; everything on screen can be used meanwhile. */
export function TourCard() {
  const at = useApp((state) => state.tour);
  const app = useApp();
  const { goOnTour } = app;
  const workbench = useWorkbench();
  const step = at === null ? undefined : tourSteps[at];
  if (at === null || !step) return null;
  const isLast = at === tourSteps.length - 1;
  const done = step.isDone(app);
  return (
    <aside className={styles.card} aria-label="Tour">
      <header>
        <h2>{step.title}</h2>
        <span>
          {at + 1} of {tourSteps.length}
        </span>
        <IconButton small icon="close" label="End the tour" onClick={() => goOnTour(null)} />
      </header>
      <p aria-live="polite">{step.text}</p>
      <footer>
        <Button small disabled={at === 0} onClick={() => goOnTour(at - 1)}>
          Back
        </Button>
        <span className={styles.gap} />
        <Button small look={done ? 'plain' : 'primary'} onClick={() => void step.act(workbench)}>
          {step.action}
        </Button>
        <Button small look={done ? 'primary' : 'outline'} onClick={() => goOnTour(isLast ? null : at + 1)}>
          {isLast ? 'Done' : 'Next'}
        </Button>
      </footer>
    </aside>
  );
}
