import { count, lineOnly, type Rule } from '../rule.ts';
import { type StrangeFile, strangeFunctions } from '../strange-functions.ts';

/** Functions that are named one by one. */
const SHOWN = 5;

const because: Readonly<Record<StrangeFile['where'], string>> = {
  made: 'The file is part of the project and defines none of that name: text became code while the program ran, or the file was another one then.',
  gone: 'The project has no such file: a loader made it while the program ran, or it was there then.',
  elsewhere: 'The file is outside of the project, or in a folder that tools write, which is not analysed.',
};

export const rule: Rule = {
  id: 'not-in-source',
  title: 'Runs, but is not in the source',
  category: 'structure',
  severity: 'low',
  meaning: 'The run called functions that the source does not define.',
  evidence:
    'Functions of the run that no file of the project has by name and place. Nothing is said where one of that name stands on another line. Low confidence where the file has changed since, lies outside of the project, or in a folder that tools write.',
  mend: 'Find out what makes the code: an evaluated text, a template, a build. What is dead or broken in it, no analysis of the source can say. Run the sources instead of what is built of them, or analyse the folder in which the code is.',
  *find(context) {
    const { run } = context;
    if (run === null) return;
    const { table } = run;
    for (const { file, where, functions, hasChanged } of strangeFunctions(context)) {
      const [first] = functions;
      if (first === undefined || context.isAside(file)) continue;
      const name = table.name[first] ?? '';
      const line = table.line[first] ?? 1;
      const more = functions.length - 1;
      yield {
        file,
        place: lineOnly(line),
        function: { name, line },
        message: `${name}${more > 0 ? ` and ${more} more of the file` : ''} ran, and the source does not define ${more > 0 ? 'them' : 'it'}`,
        evidence: [
          { text: because[where] },
          ...functions.slice(0, SHOWN).map((f) => ({
            text: `${table.name[f]} on line ${table.line[f]} was called ${count(table.calls[f] ?? 0, 'time')}.`,
          })),
        ],
        confidence: hasChanged || where === 'elsewhere' ? 'low' : where === 'made' ? 'high' : 'medium',
        inRun: true,
      };
    }
  },
};
