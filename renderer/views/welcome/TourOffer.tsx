import { useApp } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';
import styles from './Welcome.module.css';

/** For whoever is here for the first time. */
export function TourOffer() {
  const { tourSeen, startTour, goOnTour } = useApp();
  if (tourSeen) return null;
  return (
    <section className={styles.tour} aria-label="Tour">
      <p>New here? A tour of two minutes over the sample shop shows what there is.</p>
      <Button look="outline" icon="play" onClick={startTour}>
        Take the tour
      </Button>
      <Button onClick={() => goOnTour(null)}>Skip</Button>
    </section>
  );
}
