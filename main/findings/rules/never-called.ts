import { count, placedAt, type Rule } from '../rule.ts';

export const rule: Rule = {
  id: 'never-called',
  title: 'Never called',
  category: 'dead',
  severity: 'medium',
  meaning: 'The run loaded the function and never called it, although something uses it.',
  evidence:
    'The run, and how often the other kept runs called it. With no call in any of several runs the confidence is higher.',
  mend: 'Run what would call it, to see that it works. Remove it if nothing ever does.',
  *find(context) {
    const { run, code } = context;
    if (run === null) return;
    const dead = new Set(
      code.verdicts.dead.map(
        ({ module, definition }) => `${module} ${code.code[module]?.definitions[definition]?.function}`,
      ),
    );
    for (const known of context.functions) {
      const { inRun, fact, file, module } = known;
      if (inRun === -1 || (run.table.calls[inRun] ?? 0) > 0 || context.isAside(file)) continue;
      if (
        fact.name.includes('<anonymous>') ||
        dead.has(`${module} ${code.code[module]?.functions.indexOf(fact)}`)
      )
        continue;
      const all = context.callsInAnyRun(file, fact.name, fact.line) ?? 0;
      if (all > 0) continue;
      const inside = context.functions.some(
        (other) =>
          other.module === module &&
          other.inRun !== -1 &&
          contains(other.fact, fact) &&
          (run.table.calls[other.inRun] ?? 0) === 0,
      );
      // What stands inside of another one that was never called follows from that.
      if (inside) continue;
      yield {
        ...placedAt(known),
        message: `${fact.name} was never called`,
        evidence: [
          { text: `${count(context.runsLooked, 'run')} of the project loaded it, and none called it.` },
        ],
        confidence: context.runsLooked > 2 ? 'high' : 'medium',
        inRun: true,
      };
    }
  },
};

const contains = (outer: { start: number; end: number }, inner: { start: number; end: number }): boolean =>
  outer.start < inner.start && inner.end <= outer.end;
