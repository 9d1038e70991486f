import { afterEach, describe, expect, it } from 'vitest';
import { useApp, viewIds } from '../../state/index.ts';
import { tourSteps } from './steps.ts';

describe('the tour', () => {
  afterEach(() => useApp.setState(useApp.getInitialState()));

  it('begins with a project and a run, and then leads through views that exist', () => {
    const { openProject, openRun } = useApp.getState();
    const done = () => tourSteps.map(({ isDone }) => isDone(useApp.getState()));
    expect(done().some(Boolean)).toBe(false);
    openProject('/shop');
    expect(done().slice(0, 2)).toEqual([true, false]);
    openRun('r1');
    expect(done().slice(0, 2)).toEqual([true, true]);
    for (const step of tourSteps.slice(2)) {
      void step.act(undefined as never);
      expect(step.isDone(useApp.getState()), step.title).toBe(true);
      expect(viewIds).toContain(useApp.getState().location.view);
    }
  });

  it('is offered until it was taken or skipped', () => {
    const { startTour, goOnTour } = useApp.getState();
    startTour();
    goOnTour(1);
    expect(useApp.getState()).toMatchObject({ tour: 1, tourSeen: false });
    goOnTour(null);
    expect(useApp.getState()).toMatchObject({ tour: null, tourSeen: true });
  });
});
