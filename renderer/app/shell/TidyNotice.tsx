import { useEffect } from 'react';
import { tidiedText } from '#contract';
import { useConnection, useServices } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { inform } from '../actions/report.ts';

/** Says which runs of the project were removed because the settings no longer keep them. */
export function TidyNotice() {
  const { runs } = useServices();
  const { generation } = useConnection();
  const dir = useApp(({ location }) => location.project);
  useEffect(() => {
    if (dir === null) return;
    const listening = runs.onTidied({ dir }, (tidied) => inform('Old runs were removed', tidiedText(tidied)));
    return () => listening.dispose();
  }, [runs, dir, generation]);
  return null;
}
