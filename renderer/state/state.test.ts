import { beforeEach, describe, expect, it } from 'vitest';
import { isOwnCode, matchesFind } from './filters.ts';
import { useApp } from './store.ts';

const app = () => useApp.getState();

beforeEach(() => useApp.setState(useApp.getInitialState()));

describe('where the person is', () => {
  it('keeps the file and the module of a project when another run is shown, but no range and no span', () => {
    app().openProject('/home/me/shop', 'r1');
    app().openSource('src/a.js', 12);
    app().setRange({ startNs: 1, endNs: 2 });
    app().select({ kind: 'module', path: 'src/a.js' });
    app().openRun('r2');
    expect(app().location).toMatchObject({
      run: 'r2',
      range: null,
      selection: { kind: 'module' },
      source: { path: 'src/a.js' },
    });
    app().select({ kind: 'function', function: 3 });
    app().openRun('r1');
    expect(app().location.selection).toBeNull();
  });

  it('keeps how each view shows a run, until another run or a link says otherwise', () => {
    app().openProject('/home/me/shop', 'r1');
    app().setOwn('flamegraph', 'order:sandwich');
    app().setOwn('functions', 'by:file', 'open');
    expect(app().location).toMatchObject({
      view: 'functions',
      own: { flamegraph: 'order:sandwich', functions: 'by:file' },
    });
    app().goTo({ ...app().location, view: 'timeline', own: {} });
    expect(app().location.own).toMatchObject({ flamegraph: 'order:sandwich', functions: 'by:file' });
    app().goTo({ ...app().location, view: 'flamegraph', own: {} });
    expect(app().location.own).toMatchObject({ flamegraph: '', functions: 'by:file' });
    app().openRun('r2');
    expect(app().location.own).toEqual({});
  });

  it('is the welcome page when the project is closed', () => {
    app().openProject('/home/me/shop', 'r1');
    app().openProject(null);
    expect(app().location).toMatchObject({ project: null, run: null, view: 'welcome' });
  });
});

describe('finding', () => {
  it('goes through the matches in both directions and around', () => {
    app().setFindText('cart');
    app().moveFind(1);
    expect(app().find.cursor).toBe(-1);
    app().setFindCount(3);
    const visited = [1, 1, 1, 1, -1, -1].map((step) => {
      app().moveFind(step as 1 | -1);
      return app().find.cursor;
    });
    expect(visited).toEqual([0, 1, 2, 0, 2, 1]);
  });

  it('begins at the last match when it goes backwards first', () => {
    app().setFindText('cart');
    app().setFindCount(4);
    app().moveFind(-1);
    expect(app().find.cursor).toBe(3);
  });

  it('counts anew in another view', () => {
    app().openView('functions');
    app().setFindText('cart');
    app().setFindCount(4);
    app().moveFind(1);
    app().openView('source');
    expect(app().find).toEqual({ text: 'cart', count: null, cursor: -1 });
  });

  it('wants every word, in the name or in the file', () => {
    expect(matchesFind('cart ADD', 'Cart.addLine', 'src/services/cart.js')).toBe(true);
    expect(matchesFind('cart remove', 'Cart.addLine', 'src/services/cart.js')).toBe(false);
  });
});

describe('my code', () => {
  it.each([
    ['src/a.ts', true],
    ['packages/web/src/b.js', true],
    ['node_modules/express/lib/router.js', false],
    ['packages/web/node_modules/x/index.js', false],
    ['venv/lib/python3.12/site-packages/x.py', false],
    ['../other/a.js', false],
    ['.next/server/app/page.js', false],
    ['apps/web/.svelte-kit/output/server/index.js', false],
    ['.venv/lib/a.py', false],
    ['src/.hidden.js', true],
    ['node:fs', false],
    ['C:/else/a.js', false],
  ])('%s: %s', (file, own) => {
    expect(isOwnCode(file)).toBe(own);
  });
});

describe('notices', () => {
  it('keep the last four', () => {
    for (let i = 1; i <= 6; i++) app().notify({ tone: 'error', title: `error ${i}`, detail: '' });
    expect(app().notices.map(({ title }) => title)).toEqual(['error 3', 'error 4', 'error 5', 'error 6']);
  });
});
