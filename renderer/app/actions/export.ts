import type { ExportFormat, Run } from '#contract';
import type { Workbench } from '../../data/index.ts';
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

/** Lets the engine write an export to where the person chose; a browser downloads it. */
export async function exportRun(workbench: Workbench, run: Run, format: ExportFormat): Promise<void> {
  const { pickSaveFile, deliver } = workbench.abilities;
  const name = exportName(run, format);
  await attempt('The run could not be exported', async () => {
    const file = await pickSaveFile(name);
    if (file === null) return;
    const written = await workbench.services.exchange.exportTo({ dir: run.dir, run: run.id, format, file });
    deliver?.(file);
    inform('Exported', `${deliver ? name : written.file} (${figureText(bytes(written.bytes))})`);
  });
}
