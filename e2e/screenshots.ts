/**
 * `npm run screenshots [-- NAME ...]`: drives the built app as a person would, on the sample shop and on programs from npm, and takes the
 * pictures of docs/screenshots: every view, in both themes, at two sizes. With names only those are
 * taken, and the others stay as they are.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { goTo } from './harness/app.ts';
import { browserHost } from './harness/browser.ts';
import { temporaryFolder } from './harness/folders.ts';
import {
  inspected,
  openView,
  pressRun,
  rowOf,
  runBecomes,
  runCommand,
  spanCount,
  terminalShows,
} from './harness/workbench.ts';
import { theStates } from './screenshot-states.ts';

const pictures = fileURLToPath(new URL('../docs/screenshots', import.meta.url));
const till = fileURLToPath(new URL('specs/fixtures/till', import.meta.url));
const packages = fileURLToPath(new URL('../node_modules', import.meta.url));
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1200 },
];
const themes = ['light', 'dark'] as const;
const wanted = process.argv.slice(2);
/** Taken without the sample shop's own run. */
const apart = /^(python|marked|state|exercise|tour)/;
/** Show what is waited for: nothing comes while they are taken. */
const waiting = ['state-loading', 'state-partial', 'state-unreachable'];
let mostFrames = Number.POSITIVE_INFINITY;

/**
 * Takes what is on screen in both themes and at every size: `<name>-<theme>-<width>.png`. `arrange` puts right
 * what a new size of the window has moved.
 */
async function shoot(page: Page, name: string, arrange?: () => Promise<void>) {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  mostFrames = waiting.includes(name) ? 60 : Number.POSITIVE_INFINITY;
  for (const theme of themes) {
    for (const size of sizes) {
      await page.setViewportSize(size);
      await show(page, theme);
      await settle(page);
      await arrange?.();
      // Away from everything that has a tooltip.
      await page.mouse.move(size.width - 8, size.height - 8);
      await settle(page);
      await page.screenshot({ path: join(pictures, `${name}-${theme}-${size.width}.png`) });
    }
  }
  process.stdout.write(`${name}\n`);
}

/** Now and then Chromium does not tell the page of a change: it is told again, and at last the theme is chosen as a person would. */
async function show(page: Page, theme: (typeof themes)[number]): Promise<void> {
  const isShown = page.locator(`html[data-theme=${theme}]`);
  for (let tries = 0; tries < 4; tries++) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await settle(page);
    if ((await isShown.count()) > 0) return;
    await page.emulateMedia({ colorScheme: theme === 'dark' ? 'light' : 'dark', reducedMotion: 'reduce' });
    await settle(page);
  }
  await page.keyboard.press('Control+Shift+P');
  await page.getByRole('combobox').fill(`Theme: ${theme}`);
  await page.keyboard.press('Enter');
  await isShown.waitFor({ state: 'attached' });
  await settle(page);
}

/** Waits until every query on screen is answered and painted; a living run is never quite, nor is what is shown while it waits. */
async function settle(page: Page): Promise<void> {
  if ((await page.getByRole('contentinfo').getByText('Run running', { exact: true }).count()) > 0) {
    await page.waitForTimeout(400);
    return;
  }
  await page.evaluate(async (most) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    let quiet = 0;
    for (let frames = 0; quiet < 20 && frames < most; frames++) {
      await frame();
      quiet = document.querySelector('[aria-busy=true], [data-busy=true]') ? 0 : quiet + 1;
    }
  }, mostFrames);
}

async function theShop(page: Page, shop: string): Promise<void> {
  await page.getByText('How it goes').waitFor();
  await shoot(page, 'welcome');
  await page.getByRole('list', { name: 'Sample projects' }).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Project: sample-shop' }).waitFor();
  // Other programs keep the machine busy while pictures are taken; the exact clock is not led astray by them.
  writeFileSync(join(shop, '.env.tracing'), 'TRACING_EXACT_CLOCK=true\nTRACING_OVERHEAD_BUDGET=0\n');
  await openView(page, 'Timeline');
  await pressRun(page);
  await runBecomes(page, 'exit 0');

  await openView(page, 'Functions');
  await choose(page, 'priceCart');
  await shoot(page, 'functions');
  const calls = page.getByRole('complementary', { name: 'Inspector' }).getByRole('list', { name: 'Calls' });
  await calls.getByRole('button').first().click();
  await openView(page, 'Timeline');
  await page.getByRole('region', { name: 'Timeline' }).getByRole('application').focus();
  await page.keyboard.press('f');
  for (let i = 0; i < 4; i++) await page.keyboard.press('s');
  await shoot(page, 'span');
  await page.keyboard.press('0');
  await shoot(page, 'timeline');
  await chooseTasks(page);
  await shoot(page, 'tasks');
  await chooseTasks(page);
  await openView(page, 'Flame graph');
  await shoot(page, 'flame-graph');
  await page.getByRole('textbox', { name: /Find/ }).fill('price');
  await shoot(page, 'search');
  await page.getByRole('button', { name: 'Clear the find text' }).click();
  await theRequest(page);
  await theOrders(page);
  await openView(page, 'Source');
  await shoot(page, 'source');
  await openView(page, 'Modules');
  await page.getByRole('button', { name: 'Hide the panel' }).click();
  await shoot(page, 'modules', () => page.getByRole('button', { name: 'Fit the graph' }).click());
  await theGraphs(page);
  await openView(page, 'Findings');
  await rowOf(page, 'Findings', 'n-plus-one').click();
  await page.getByRole('complementary', { name: 'Inspector' }).getByText('Evidence').waitFor();
  await shoot(page, 'findings');
  await openView(page, 'Fixes');
  const fix = page
    .getByRole('list', { name: 'Proposed fixes' })
    .getByRole('button', { name: /^Move countPieces/ });
  await fix.click();
  await page.getByRole('region', { name: 'Change of src/services/countPieces.js' }).waitFor();
  await shoot(page, 'fixes');
  await theQuestions(page);
  await page.keyboard.press('Control+`');
  await openView(page, 'Flame graph');
  await page.keyboard.press('Control+Shift+P');
  await shoot(page, 'palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await shoot(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await openView(page, 'Settings');
  await shoot(page, 'settings');
}

/** Puts a track for each request and task above the others, or takes them away again. */
async function chooseTasks(page: Page): Promise<void> {
  const timeline = page.getByRole('region', { name: 'Timeline', exact: true });
  await timeline.getByRole('button', { name: /^[\d,]+ tracks?$/ }).click();
  await page.getByRole('menuitemradio', { name: /^Requests and tasks/ }).click();
  await settle(page);
}

/** A time of the timeline, a request in its three shapes, and the page of a function. */
async function theRequest(page: Page): Promise<void> {
  await openView(page, 'Timeline');
  const tracks = page.getByRole('region', { name: 'Timeline', exact: true }).getByRole('application');
  const box = await tracks.boundingBox();
  if (box === null) throw new Error('the tracks are not on screen');
  await page.mouse.move(box.x + box.width * 0.3, box.y + 80);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.4, box.y + 80, { steps: 4 });
  await page.mouse.up();
  await page.getByRole('region', { name: 'Selected time range' }).waitFor();
  await page.getByRole('button', { name: 'Hide the panel' }).click();
  await shoot(page, 'range');
  await page.getByRole('button', { name: 'Clear the range' }).click();
  await openView(page, 'Functions');
  await choose(page, 'getHistory');
  await page.getByRole('grid', { name: 'Functions' }).press('Enter');
  const article = page.getByRole('article', { name: 'Function getHistory' });
  await shoot(page, 'function');
  await article.getByRole('region', { name: 'Calls', exact: true }).getByRole('listitem').first().click();
  await openView(page, 'Trace');
  const tree = page.getByRole('tree', { name: 'Calls of the trace' });
  await tree.waitFor();
  await shoot(page, 'trace', async () => {
    // The selected call in the middle, whatever the size was before.
    await tree.press('Home');
    await page.goBack();
  });
  const shapes = page.getByRole('toolbar', { name: 'How the trace is shown' });
  await shapes.getByRole('button', { name: 'Sequence' }).click();
  await shoot(page, 'trace-sequence');
  await shapes.getByRole('button', { name: 'Compare' }).click();
  await shoot(page, 'trace-compare');
  await shapes.getByRole('button', { name: 'Waterfall' }).click();
}

/** The flame graph in its other orders, and transformed. */
async function theOrders(page: Page): Promise<void> {
  await openView(page, 'Flame graph');
  const area = page.getByRole('region', { name: 'Flame graph' }).getByRole('application');
  await area.focus();
  await page.keyboard.press('4');
  await shoot(page, 'flame-graph-bottom-up');
  await page.keyboard.press('3');
  await shoot(page, 'flame-graph-sandwich');
  await page.keyboard.press('2');
  await settle(page);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('o');
  await settle(page);
  // Below the one that is focused on.
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('x');
  await shoot(page, 'flame-graph-transformed');
  await page.keyboard.press('u');
  await page.keyboard.press('u');
  await page.keyboard.press('Control+j');
}

/** The run at a glance, who calls whom, and what the project depends on. */
async function theGraphs(page: Page): Promise<void> {
  const fit = () => page.getByRole('button', { name: 'Fit the graph' }).click();
  await openView(page, 'Overview');
  await page.getByRole('region', { name: 'Files by self time' }).waitFor();
  await shoot(page, 'overview');
  await openView(page, 'Calls');
  await page.keyboard.press('Control+P');
  await page.getByRole('combobox', { name: 'Search' }).fill('priceCart');
  await page
    .getByRole('option', { name: /^priceCart/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await inspected(page, 'priceCart');
  await page.getByRole('button', { name: 'Focus' }).click();
  await shoot(page, 'calls', fit);
  await page.getByRole('button', { name: 'Focus' }).click();
  await openView(page, 'Dependencies');
  await page.getByRole('region', { name: 'Modules that load each other' }).waitFor();
  await shoot(page, 'dependencies', fit);
}

/** The calls searched by field, and asked in SQL. */
async function theQuestions(page: Page): Promise<void> {
  await openView(page, 'Timeline');
  await page.keyboard.press('Control+Shift+F');
  const field = page.getByRole('combobox', { name: 'Search the calls' });
  await field.fill('status:error');
  await field.press('Enter');
  await page.getByRole('grid', { name: 'Matching calls' }).waitFor();
  await shoot(page, 'search-panel');
  await page.keyboard.press('Control+Shift+E');
  await page.getByRole('button', { name: 'Examples' }).click();
  await page.getByRole('menuitem', { name: /What failed/ }).click();
  await page.getByRole('grid', { name: 'Rows' }).waitFor();
  await shoot(page, 'sql');
}

/** The shop as a server that is asked again and again, and lives as long as its pictures are taken. */
async function theServer(page: Page): Promise<void> {
  await openView(page, 'Timeline');
  await runCommand(page, 'node scripts/serve.js');
  await page.getByRole('tab', { name: /^Terminal/ }).click();
  await terminalShows(page, /open at http:\S+\./);
  const printed = (await page.locator('.xterm-rows').textContent()) ?? '';
  const url = /open at (http:\/\/[^/\s]+?)\.? /.exec(`${printed} `)?.[1];
  let isAsked = true;
  const asked = (async () => {
    while (isAsked) {
      for (const path of ['/products', '/products?q=tea', '/nowhere'])
        await fetch(`${url}${path}`).then((answer) => answer.text());
      await new Promise((resolve) => setTimeout(resolve, 40));
    }
  })();
  await page.getByText(/calls one by one/).waitFor();
  // Its start is nothing yet of what it is asked.
  await page.getByRole('button', { name: /^worker 1/ }).waitFor();
  while ((await spanCount(page)) < 40_000) await page.waitForTimeout(100);
  await shoot(page, 'live');
  isAsked = false;
  await asked;
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await runBecomes(page, 'exit 0');
}

/** The program of the fixture at level 5, where its third price cannot be had. */
async function theTill(page: Page, folder: string): Promise<void> {
  const project = join(folder, 'till');
  cpSync(till, project, { recursive: true });
  writeFileSync(join(project, '.env.tracing'), 'TRACING_DEFAULT_LEVEL=5\n');
  await goTo(page, `/p/${encodeURIComponent(project)}/functions`);
  await page.getByRole('button', { name: 'Project: till' }).waitFor();
  await pressRun(page);
  await runBecomes(page, 'exit 0');
  await openView(page, 'Functions');
  await rowOf(page, 'Functions', 'priceOf').click();
  const inspector = page.getByRole('complementary', { name: 'Inspector' });
  await inspector.getByRole('combobox', { name: 'Which calls' }).selectOption('errors');
  await inspector.getByRole('list', { name: 'Calls' }).getByRole('button').first().click();
  await inspector.getByRole('button', { name: 'Failure' }).click();
  await page.locator('.cm-current').waitFor();
  await shoot(page, 'replay');
}

/** The sample job in Python: its threads and tasks, and what is wrong with it. */
async function theJob(page: Page): Promise<void> {
  await goTo(page, '/');
  await page.getByRole('list', { name: 'Sample projects' }).getByRole('button').nth(1).click();
  await page.getByRole('button', { name: 'Project: sample-datajob' }).waitFor();
  await openView(page, 'Timeline');
  await pressRun(page);
  await runBecomes(page, 'exit 0');
  await page.getByRole('button', { name: 'Hide the panel' }).click();
  await page.getByRole('region', { name: 'Timeline' }).getByRole('application').focus();
  await page.keyboard.press('0');
  await shoot(page, 'python-timeline');
  await openView(page, 'Findings');
  await rowOf(page, 'Findings', 'n-plus-one').click();
  await page.getByRole('complementary', { name: 'Inspector' }).getByText('Evidence').waitFor();
  await shoot(page, 'python-findings');
}

async function choose(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: /Find/ }).fill(name);
  await rowOf(page, 'Functions', name).click();
  await inspected(page, name);
  await page.getByRole('button', { name: 'Clear the find text' }).click();
  await page.getByRole('grid', { name: 'Functions' }).focus();
}

/** Makes a function of the shop slower, and compares a run of that with the last of three without it, by which their spread is known. */
async function theChange(page: Page, shop: string): Promise<void> {
  await openView(page, 'Functions');
  for (let runs = 1; runs < 3; runs++) await runAgain(page);
  const file = join(shop, 'src', 'services', 'tax.js');
  const text = readFileSync(file, 'utf8');
  const brace = text.indexOf('{', text.indexOf('export function taxOf')) + 1;
  const slow = 'for (const end = performance.now() + 3; performance.now() < end; );';
  writeFileSync(file, `${text.slice(0, brace)} ${slow}${text.slice(brace)}`);
  await runAgain(page);
  await openView(page, 'Compare');
  await rowOf(page, 'Compared functions', 'taxOfsrc/services/tax.js').click();
  await shoot(page, 'compare');
  await openView(page, 'Flame graph');
  await page.getByRole('button', { name: 'Compare and save' }).click();
  await page.getByRole('menuitemradio').first().click();
  await shoot(page, 'flame-graph-difference');
  await page.getByRole('button', { name: /: no more$/ }).click();
  await openView(page, 'Runs');
  await page.getByRole('grid', { name: 'Runs' }).locator('[role=rowgroup] [role=row]').first().click();
  await shoot(page, 'runs');
  await runCommand(page, 'node scripts/open.js');
  await runBecomes(page, 'exit 1');
  await page.getByRole('tab', { name: /^Problems/ }).click();
  await openView(page, 'Flame graph');
  await shoot(page, 'problems');
}

/** A run of the shop with a profile of memory. */
async function theMemory(page: Page, shop: string): Promise<void> {
  const settings = join(shop, '.env.tracing');
  const before = readFileSync(settings, 'utf8');
  writeFileSync(settings, `${before}TRACING_CAPTURE_MEMORY=allocated\n`);
  await openView(page, 'Functions');
  // Spelled otherwise than what Run starts, so that Compare does not take it for the run before.
  await runCommand(page, 'node ./scripts/start.js');
  await runBecomes(page, 'running');
  await runBecomes(page, 'exit 0');
  writeFileSync(settings, before);
  await page.getByRole('button', { name: 'Hide the panel' }).click();
  await page.getByRole('button', { name: 'Mem self' }).click();
  await page.getByRole('grid', { name: 'Functions' }).focus();
  await page.keyboard.press('Home');
  await shoot(page, 'functions-memory');
  await openView(page, 'Flame graph');
  const width = page.getByRole('combobox', { name: 'Width of a call' });
  await width.selectOption('memory');
  await shoot(page, 'flame-graph-memory');
  await width.selectOption('total');
}

async function runAgain(page: Page): Promise<void> {
  await pressRun(page);
  await runBecomes(page, 'running');
  await runBecomes(page, 'exit 0');
}

/** A Markdown processor from npm, copied as a project, formatting a book of its own making. */
async function marked(page: Page, folder: string): Promise<void> {
  const project = join(folder, 'marked');
  cpSync(join(packages, 'marked'), project, { recursive: true });
  const readme = readFileSync(join(project, 'README.md'), 'utf8');
  writeFileSync(join(project, 'book.md'), readme.repeat(40));
  await page.evaluate(
    (hash) => {
      window.location.hash = hash;
    },
    `/p/${encodeURIComponent(project)}/flamegraph`,
  );
  await page.getByRole('button', { name: 'Project: marked' }).waitFor();
  await runCommand(page, 'node bin/marked.js -i book.md -o book.html');
  await runBecomes(page, 'exit 0');
  await page.getByRole('button', { name: 'Hide the panel' }).click();
  await openView(page, 'Flame graph');
  await shoot(page, 'marked-flame-graph');
  await openView(page, 'Timeline');
  await shoot(page, 'marked-timeline');
  await openView(page, 'Functions');
  await page.getByRole('grid', { name: 'Functions' }).focus();
  await page.keyboard.press('Home');
  await shoot(page, 'marked-functions');
  const calls = page.getByRole('complementary', { name: 'Inspector' }).getByRole('list', { name: 'Calls' });
  await calls.getByRole('button').nth(4).click();
  await openView(page, 'Timeline');
  await page.getByRole('region', { name: 'Timeline' }).getByRole('application').focus();
  await page.keyboard.press('f');
  await shoot(page, 'marked-span');
  await openView(page, 'Modules');
  await shoot(page, 'marked-modules', () => page.getByRole('button', { name: 'Fit the graph' }).click());
}

const folder = temporaryFolder();
const dataDir = join(folder.path, 'data');
mkdirSync(pictures, { recursive: true });
// But those of e2e/specs/fix-samples.spec.ts, which it takes of its own way.
const ownPictures = readdirSync(pictures).filter((file) => file.endsWith('.png') && !file.startsWith('fix-'));
if (wanted.length === 0) for (const file of ownPictures) rmSync(join(pictures, file));
// The pictures show the programs' words, not what this machine has npm warn of.
process.env.NPM_CONFIG_USERCONFIG = join(folder.path, 'npmrc');
process.env.NPM_CONFIG_UPDATE_NOTIFIER = 'false';
const app = await browserHost.start({ dataDir });
try {
  if (wanted.length === 0 || wanted.some((name) => !apart.test(name))) {
    const shop = join(dataDir, 'samples', 'shop');
    await theShop(app.page, shop);
    await theMemory(app.page, shop);
    await theChange(app.page, shop);
    await theServer(app.page);
    await theTill(app.page, folder.path);
  }
  if (wanted.length === 0 || wanted.some((name) => name.startsWith('python'))) await theJob(app.page);
  if (wanted.length === 0 || wanted.some((name) => name.startsWith('marked')))
    await marked(app.page, folder.path);
  if (wanted.length === 0 || wanted.some((name) => /^(state|exercise|tour)/.test(name)))
    await theStates(join(folder.path, 'states'), shoot);
} catch (error) {
  await app.page.screenshot({ path: join(folder.path, '..', 'callscape-screenshots-failed.png') });
  throw error;
} finally {
  await app.dispose();
  folder.dispose();
}
for (const problem of app.problems) process.stderr.write(`${problem}\n`);
