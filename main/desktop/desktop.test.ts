import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { CrashLimit } from './crash-limit.ts';
import { folderArgument, placeOf, recordingArgument } from './folder-argument.ts';
import { isOnScreen, readWindowState, writeWindowState } from './window-state.ts';

vi.mock('electron', () => ({ protocol: {}, shell: {} }));
const { isAppUrl } = await import('./app-scheme.ts');
const { isHarmlessLink } = await import('./lock-down.ts');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'callscape-desktop-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('addresses', () => {
  test.each(['callscape://app/', 'callscape://app/desktop.html#/p/x/timeline'])(
    '%s is the app',
    (address) => {
      expect(isAppUrl(address)).toBe(true);
    },
  );

  test.each([
    'https://app/',
    'callscape://application/',
    'callscape://app.evil.example/',
    'callscape://app@evil.example/',
    'callscape:app',
    'file:///etc/passwd',
    'about:blank',
    'nonsense',
    '',
  ])('%j is not the app', (address) => {
    expect(isAppUrl(address)).toBe(false);
  });

  test('only https links without credentials leave for the browser', () => {
    expect(isHarmlessLink('https://nodejs.org/api/')).toBe(true);
    for (const address of [
      'http://nodejs.org',
      'file:///bin/sh',
      'javascript:alert(1)',
      'smb://host/share',
      'https://bank.example@evil.example/',
      'https://user:secret@evil.example/',
      'x',
    ]) {
      expect(isHarmlessLink(address), address).toBe(false);
    }
  });
});

describe('the recording on the command line', () => {
  test('is the first argument that is no option, if it is such a file', () => {
    writeFileSync(join(folder, 'slow.callscape'), '');
    expect(recordingArgument(['--flag', 'slow.callscape'], folder)).toBe(join(folder, 'slow.callscape'));
    expect(folderArgument(['slow.callscape'], folder)).toBeNull();
    for (const other of ['missing.callscape', '.']) expect(recordingArgument([other], folder)).toBeNull();
  });
});

describe('the folder on the command line', () => {
  test('is the first argument that is no option, made absolute', () => {
    expect(folderArgument(['--inspect', '.', 'other'], folder)).toBe(folder);
    expect(folderArgument([folder], '/')).toBe(folder);
  });

  test('is nobody when nothing, a file or nothing real is given', () => {
    writeFileSync(join(folder, 'file.txt'), '');
    expect(folderArgument([], folder)).toBeNull();
    expect(folderArgument(['--flag'], folder)).toBeNull();
    expect(folderArgument(['file.txt'], folder)).toBeNull();
    expect(folderArgument(['missing'], folder)).toBeNull();
  });

  test('becomes a place in the app', () => {
    expect(placeOf('/home/me/my app')).toBe('/p/%2Fhome%2Fme%2Fmy%20app');
    expect(placeOf(null)).toBe('');
  });
});

describe('the state of the window', () => {
  const state = { x: -20, y: 30, width: 1000, height: 700, isMaximized: true };

  test('comes back as it was kept', () => {
    const file = join(folder, 'deep', 'window.json');
    writeWindowState(file, state);
    expect(readWindowState(file)).toMatchObject(state);
  });

  test.each([
    '',
    '{',
    '[]',
    '{"version":2}',
    '{"version":1,"x":0,"y":0,"width":1e9,"height":5,"isMaximized":true}',
  ])('is none when the file holds %j', (text) => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, text);
    expect(readWindowState(file)).toBeNull();
  });

  test('is used only where a person can reach the window', () => {
    const screen = { x: 0, y: 0, width: 1920, height: 1080 };
    expect(isOnScreen(state, [screen])).toBe(true);
    expect(isOnScreen({ ...state, x: 1900 }, [screen])).toBe(false);
    expect(isOnScreen({ ...state, x: -950 }, [screen])).toBe(false);
    expect(isOnScreen({ ...state, y: -1 }, [screen])).toBe(false);
    expect(isOnScreen({ ...state, y: 1000 }, [screen])).toBe(false);
    expect(isOnScreen({ ...state, x: 2000 }, [screen, { ...screen, x: 1920 }])).toBe(true);
    expect(isOnScreen(state, [])).toBe(false);
  });
});

describe('the limit on crashes', () => {
  test('allows three a minute, and tries again when that minute is over', () => {
    let nowMs = 0;
    const limit = new CrashLimit(() => nowMs);
    for (let i = 0; i < 3; i++) {
      expect(limit.mayTry).toBe(true);
      limit.crashed();
      nowMs += 1000;
    }
    expect(limit.mayTry).toBe(false);
    nowMs = 60_500;
    expect(limit.mayTry).toBe(true);
  });
});
