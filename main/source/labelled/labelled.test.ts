import { expect, it } from 'vitest';
import { projectFolder } from '../../testing/folder.ts';
import { createFactsCache } from '../facts-cache.ts';
import { analyseCode, type CodeAnalysis } from '../program/analyse-code.ts';
import { type LabelledCase, type LabelledProject, labelledProjects } from './labelled.ts';

/** What the analysis says of the function or class that begins on a line. */
function verdictOn(
  analysis: CodeAnalysis,
  { file, line }: LabelledCase,
): 'high' | 'medium' | 'low' | 'alive' {
  const module = analysis.graph.paths.indexOf(file);
  const definitions = analysis.code[module]?.definitions ?? [];
  const at = definitions.findIndex(
    (one) => one.line === line && one.kind !== 'module' && one.kind !== 'variable',
  );
  if (at === -1) throw new Error(`Nothing begins at ${file}:${line}`);
  const dead = analysis.verdicts.dead.find((one) => one.module === module && one.definition === at);
  return dead?.confidence ?? 'alive';
}

async function judged(project: LabelledProject) {
  const analysis = await analyseCode(await projectFolder(project.files), createFactsCache(), () => false);
  if (analysis === null) throw new Error('cancelled');
  return project.cases.map((one) => ({
    where: `${project.name} ${one.file}:${one.line}`,
    isDead: one.label === 'dead',
    verdict: verdictOn(analysis, one),
  }));
}

it('calls dead what is dead: precision 0.98 and recall 0.9 with high confidence, over 150 labelled cases', async () => {
  const cases = (await Promise.all(labelledProjects().map(judged))).flat();
  expect(cases.length).toBeGreaterThanOrEqual(150);
  const certain = cases.filter(({ verdict }) => verdict === 'high');
  const dead = cases.filter(({ isDead }) => isDead);
  const wrong = certain.filter(({ isDead }) => !isDead).map(({ where }) => where);
  const missed = dead
    .filter(({ verdict }) => verdict !== 'high')
    .map(({ where, verdict }) => `${where} ${verdict}`);
  const figures = {
    wrong,
    missed,
    precision: 1 - wrong.length / certain.length,
    recall: 1 - missed.length / dead.length,
  };
  expect(figures.precision, JSON.stringify(figures)).toBeGreaterThanOrEqual(0.98);
  expect(figures.recall, JSON.stringify(figures)).toBeGreaterThanOrEqual(0.9);
});
