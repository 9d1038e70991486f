import type { Reporter, TestCase, TestModule, TestSuite } from 'vitest/node';

/**
 * Closes a test run with what a person on another machine wants to know: how many tests of each place ran, which were left
 * out (their names say why), what failed, and one plain line with the totals. What failed stands last, where a record
 * that keeps only the end of the output still has it.
 */
export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const skipped = tests.filter((test) => stateOf(test) === 'skipped');
    const lines = ['', 'Ran:', ...byPlace(tests).map(([place, count]) => `  ${place}: ${count}`)];
    if (skipped.length > 0)
      lines.push('Skipped:', ...skipped.map((test) => `  ${test.fullName}${reasonOf(test)}`));
    const passed = tests.filter((test) => stateOf(test) === 'passed').length;
    const failures = tests.filter((test) => stateOf(test) === 'failed').map(failureOf);
    // A file that could not even be loaded has failed, and so has a suite whose tests did not run because what comes before them threw,
    // though neither has a test to show.
    const broken = modules.flatMap((module) => [module, ...module.children.allSuites()]).flatMap(brokenPart);
    const failed = failures.length + broken.length;
    if (failed > 0) lines.push('Failed:', ...failures, ...broken);
    lines.push('', `${passed} passed, ${failed} failed, ${skipped.length} skipped`);
    console.log(lines.join('\n'));
  }
}

const stateOf = (test: TestCase) => test.result().state;

function reasonOf(test: TestCase): string {
  const result = test.result();
  return result.state === 'skipped' && result.note ? ` (${result.note})` : '';
}

function failureOf(test: TestCase): string {
  const { errors = [] } = test.result();
  return `  ${test.module.relativeModuleId} > ${test.fullName}${errors.map(({ message }) => indented(message)).join('')}`;
}

function brokenPart(part: TestModule | TestSuite): string[] {
  const errors = part.errors();
  if (errors.length === 0) return [];
  const name =
    part.type === 'module' ? part.relativeModuleId : `${part.module.relativeModuleId} > ${part.fullName}`;
  return [`  ${name}${errors.map(({ message }) => indented(message)).join('')}`];
}

/** The first lines of a message, which tell one failure from another. */
const indented = (message: string) =>
  message
    .split('\n')
    .slice(0, 12)
    .map((line) => `\n      ${line.slice(0, 300)}`)
    .join('');

/** Tests that were not skipped, by the folder they stand in: `main/store`, `e2e/specs`. */
function byPlace(tests: readonly TestCase[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const test of tests) {
    if (stateOf(test) === 'skipped') continue;
    const place = test.module.relativeModuleId.split('/').slice(0, 2).join('/');
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
}
