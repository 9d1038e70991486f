import type { Used } from './types.ts';

/** Files that a tool or framework loads by their names, though nothing imports them. */
export interface Convention {
  /** As a report names it: `a route of Next.js`. */
  readonly what: string;
  /** The package that must be declared; `null`: the names are telling enough. */
  readonly package: RegExp | null;
  /** Paths from the package's own folder. */
  readonly files: RegExp;
  readonly kind: 'run' | 'test';
  /** A file that only projects of this kind have. */
  readonly beside?: RegExp;
  readonly uses?: Used;
}

const script = String.raw`\.(?:[mc]?[jt]s|[jt]sx)$`;
const of = (pattern: string): RegExp => new RegExp(pattern.replace(/\$S/g, script));
const run = (what: string, needs: RegExp | null, pattern: string): Convention => ({
  what,
  package: needs,
  files: of(pattern),
  kind: 'run',
});

const python = (what: string, pattern: string, uses: Used, beside?: RegExp): Convention => ({
  what,
  package: null,
  files: new RegExp(pattern),
  kind: 'run',
  uses,
  ...(beside ? { beside } : {}),
});

const django = /(?:^|\/)manage\.py$/;

export const conventions: readonly Convention[] = [
  python(
    'a module of Django',
    String.raw`(?:^|/)(?:apps|models|admin|settings|urls|wsgi|asgi)\.py$|(?:^|/)(?:models|settings|migrations|templatetags|management/commands)/[^/]+\.py$`,
    'classes',
    django,
  ),
  python('a migration', String.raw`(?:^|/)(?:migrations|versions|alembic)/(?:[^/]+/)?[^/]+\.py$`, 'all'),
  python(
    'the configuration of a tool',
    String.raw`(?:^|/)(?:noxfile|fabfile|setup|[\w-]+\.conf|docs?/(?:source/)?conf)\.py$`,
    'all',
  ),
  run('the configuration of a tool', null, String.raw`(?:^|/)[^/]+\.(?:config|conf|setup|preset|rc)$S`),
  run('the configuration of a tool', null, String.raw`(?:^|/)\.?[\w-]*rc$S`),
  run(
    'the configuration of a tool',
    null,
    String.raw`(?:^|/)(?:[gG]ulpfile|[gG]runtfile|[jJ]akefile|webpack[\w.-]*|rollup[\w.-]*|vite[\w.-]*|esbuild|karma[\w.-]*|wallaby|plopfile|dangerfile|release|commitlint|protractor[\w.-]*)$S`,
  ),
  run(
    'the set-up of a test runner',
    null,
    String.raw`(?:^|/)(?:jest|vitest|mocha|jasmine|test|setup)[-.]?(?:setup|globals?|env|polyfills?|tests?|files)[\w.-]*$S`,
  ),
  run(
    'a route of Next.js',
    /^next$/,
    '^(?:src/)?app/(?:.*/)?(?:page|layout|route|loading|error|global-error|not-found|template|default|sitemap|robots|manifest|icon|apple-icon|opengraph-image|twitter-image)$S',
  ),
  run('a page of Next.js', /^next$/, '^(?:src/)?pages/.*$S'),
  run(
    'a file of Next.js',
    /^next$/,
    '^(?:src/)?(?:middleware|proxy|instrumentation|instrumentation-client|mdx-components)$S',
  ),
  run(
    'a route of Remix',
    /^(?:@remix-run\/|@react-router\/|remix$|react-router$)/,
    String.raw`^app/(?:routes/.*|root|routes|entry\.(?:client|server))$S`,
  ),
  run(
    'a route of SvelteKit',
    /^@sveltejs\/kit$/,
    String.raw`^src/(?:routes/(?:.*/)?\+(?:page|layout|server|error)[\w.@-]*|hooks(?:\.\w+)?|params/[^/]+|service-worker(?:/index)?|instrumentation\.server)$S`,
  ),
  run(
    'a file of Nuxt',
    /^(?:nuxt|nuxt3|nuxt-edge)$/,
    String.raw`^(?:app/|src/)?(?:pages|layouts|middleware|plugins|server|composables|utils|components|modules|store)/.*$S|^(?:src/|app/)?(?:app|nuxt|error|router\.options)(?:\.config)?$S`,
  ),
  run(
    'a page of Astro',
    /^astro$/,
    String.raw`^src/(?:pages/.*|content/config|content\.config|middleware(?:/index)?|actions/index)$S`,
  ),
  run('a file of Gatsby', /^gatsby$/, String.raw`^(?:gatsby-\w+|src/(?:pages|templates|api)/.*)$S`),
  run('a route of Expo', /^expo-router$/, '^(?:src/)?app/.*$S'),
  run(
    'a route of SolidStart or TanStack',
    /^(?:@solidjs\/start|@tanstack\/(?:react|solid)-start|@tanstack\/react-router)$/,
    String.raw`^(?:src|app)/(?:routes/.*|routeTree\.gen|router|client|ssr|entry-(?:client|server)|app)$S`,
  ),
  run('a file of Ember', /^ember-source$/, '^(?:app|addon)/.*$S'),
  run('a serverless function', null, '^(?:api|netlify/(?:edge-)?functions|functions)/.*$S'),
  run('a migration or seed', null, '(?:^|/)(?:migrations?|seeds?|seeders)/[^/]+$S'),
  run('a story of Storybook', /storybook/, String.raw`\.(?:stories|story)$S`),
  run(
    'a file of Cypress or Playwright',
    /^(?:cypress|@playwright\/test)$/,
    '^(?:cypress|playwright|e2e)/.*$S',
  ),
  run('a file of Electron', /^electron$/, '(?:^|/)(?:main|preload|background|renderer)(?:/index)?$S'),
  run('a file of Docusaurus', /^@docusaurus\/core$/, '^src/(?:pages|theme)/.*$S'),
  run(
    'a file of Strapi or Sails',
    /^(?:@strapi\/strapi|strapi|sails)$/,
    '^(?:src/)?(?:api|config|extensions|hooks|policies|database|admin|plugins|index)(?:/.*)?$S',
  ),
  run(
    'a file of AdonisJS',
    /^@adonisjs\/core$/,
    '^(?:app|bin|config|database|providers|start|commands)/.*$S',
  ),
  run(
    'the start of an Angular app',
    /^@angular\/core$/,
    String.raw`^(?:projects/[^/]+/)?src/(?:main|polyfills|test)(?:\.server)?$S`,
  ),
  run('a service or web worker', null, String.raw`(?:^|/)(?:service-?worker|sw|[\w-]+[.-]worker)$S`),
  {
    what: 'a mock of a test runner',
    package: null,
    files: of('(?:^|/)__(?:mocks|fixtures|testfixtures|snapshots)__/'),
    kind: 'test',
  },
  {
    what: 'a benchmark',
    package: null,
    files: of(String.raw`(?:^|/)(?:bench|benches|benchmarks?|perf)/|\.bench$S`),
    kind: 'run',
  },
  {
    what: 'an example',
    package: null,
    files: of(
      '(?:^|/)(?:examples?|demos?|samples?|playgrounds?|sandbox|docs?|website|templates?|fixtures?|snippets)/',
    ),
    kind: 'run',
  },
];
