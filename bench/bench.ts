import { existsSync, readdirSync } from 'node:fs';

/** `npm run bench -- NAME`: runs `bench/NAME.ts`, whose default export prints one table. Without a name, all of them. */
const names = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.slice(0, -'.bench.ts'.length))
  .sort();
const wanted = process.argv[2];

if (wanted && !existsSync(new URL(`${wanted}.bench.ts`, import.meta.url))) {
  console.error(`There is no benchmark "${wanted}". There are: ${names.join(', ')}`);
  process.exit(2);
}
for (const name of wanted ? [wanted] : names) {
  const { default: run } = (await import(`./${name}.bench.ts`)) as {
    default: (args: readonly string[]) => Promise<void>;
  };
  await run(wanted ? process.argv.slice(3) : []);
}
