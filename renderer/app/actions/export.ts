import type { ExportFormat, Run } from '#contract';
import type { Workbench } from '../../data/index.ts';
import { useApp } from '../../state/index.ts';
import { bytes, figureText } from '../../widgets/format.ts';
import { attempt, inform } from './report.ts';

const endings: Readonly<Record<ExportFormat, string>> = {
  baseline: 'baseline.json',
  spans: 'spans.jsonl',
  speedscope: 'speedscope.json',
};

export function exportName(run: Run, format: ExportFormat): string {
  return `${run.name.replace(/[^\w.-]+/g, '-').replace(/^-+|-+$/g, '') || run.id}.${endings[format]}`;
}

/**
 * Exports a run: through the host's save dialog where there is one; in a browser the baseline is downloaded, and the large
 * formats are written by the engine to a path that the person gives.
 */
export async function exportRun(workbench: Workbench, run: Run, format: ExportFormat): Promise<void> {
  const { pickSaveFile } = workbench.abilities;
  const name = exportName(run, format);
  if (!pickSaveFile && format !== 'baseline')
    return useApp.getState().showOverlay({ kind: 'export-run', run: run.id, format, name });
  await attempt('The run could not be exported', async () => {
    if (!pickSaveFile) return download(workbench, run, name);
    const file = await pickSaveFile(name);
    if (file !== null) await writeExport(workbench, run, format, file);
  });
}

/** Lets the engine write an export to an absolute path. Rejects when it cannot. */
export async function writeExport(
  workbench: Workbench,
  run: Run,
  format: ExportFormat,
  file: string,
): Promise<void> {
  const written = await workbench.services.exchange.exportTo({ dir: run.dir, run: run.id, format, file });
  inform('Exported', `${written.file} (${figureText(bytes(written.bytes))})`);
}

async function download(workbench: Workbench, run: Run, name: string): Promise<void> {
  const baseline = await workbench.services.exchange.baseline({ dir: run.dir, run: run.id });
  const text = `${JSON.stringify(baseline, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
  inform('Exported', `${name} was saved by the browser.`);
}
