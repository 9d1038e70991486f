import { useAnalysisAhead } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { Splitter } from '../../widgets/Splitter.tsx';
import { views } from '../views.ts';
import { ActivityBar } from './ActivityBar.tsx';
import { BottomPanel } from './BottomPanel.tsx';
import { InspectorPanel } from './InspectorPanel.tsx';
import { RunStrips } from './RunStrips.tsx';
import styles from './Shell.module.css';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';
import { ViewArea } from './ViewArea.tsx';
import { ViewTabs } from './ViewTabs.tsx';

/** The workbench: bars around one view, the inspector beside it and the terminal below. */
export function Shell() {
  const project = useApp(({ location }) => location.project);
  const viewId = useApp(({ location }) => location.view);
  const run = useApp(({ location }) => location.run);
  useAnalysisAhead(project, run);
  const { inspectorOpen, inspectorWidth, bottomOpen, bottomHeight, bottomLarge } = useApp(
    ({ layout }) => layout,
  );
  const changeLayout = useApp((state) => state.changeLayout);
  const view = views.find(({ id }) => id === viewId);
  const overRun = project !== null && view?.place === 'trace';
  return (
    <div className={styles.shell}>
      <TopBar />
      <div className={styles.middle}>
        <ActivityBar />
        <div className={styles.center}>
          {overRun && <ViewTabs />}
          {overRun && <RunStrips />}
          <div className={styles.work} hidden={overRun && bottomOpen && bottomLarge}>
            <main className={styles.main}>
              <div className={styles.view}>{view && <ViewArea key={view.id} view={view} />}</div>
            </main>
            {overRun && inspectorOpen && (
              <>
                <Splitter
                  label="Resize the inspector"
                  orientation="vertical"
                  size={inspectorWidth}
                  min={220}
                  max={720}
                  onResize={(width) => changeLayout({ inspectorWidth: width })}
                />
                <aside className={styles.side} style={{ width: inspectorWidth }} aria-label="Inspector">
                  <InspectorPanel />
                </aside>
              </>
            )}
          </div>
          {overRun && bottomOpen && (
            <>
              <Splitter
                label="Resize the bottom panel"
                orientation="horizontal"
                size={bottomHeight}
                min={80}
                max={Math.max(120, window.innerHeight - 260)}
                onResize={(height) => changeLayout({ bottomHeight: height })}
              />
              <section
                className={styles.bottom}
                style={bottomLarge ? { flex: 1 } : { height: bottomHeight }}
                aria-label="Bottom panel"
              >
                <BottomPanel />
              </section>
            </>
          )}
        </div>
      </div>
      <StatusBar />
    </div>
  );
}
