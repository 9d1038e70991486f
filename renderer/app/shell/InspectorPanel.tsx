import { panels } from '../panels.ts';
import { ViewArea } from './ViewArea.tsx';

export function InspectorPanel() {
  return <ViewArea view={panels.inspector} />;
}
