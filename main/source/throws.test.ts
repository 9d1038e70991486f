import { expect, it } from 'vitest';
import { readPythonCode } from './python/read-code.ts';
import { readModule } from './read-module.ts';

it('tells functions that throw errors of their own from those that hand on what they caught', () => {
  const { code } = readModule(
    'orders.ts',
    `export function own(n: number) { if (n < 0) throw new RangeError('negative'); }
     export function again() { try { own(1); } catch (error) { log(error); throw error; } }
     export function inner() { try { own(1); } catch (error) { retry(() => { throw error; }); } }
     export function wrapped() { try { own(1); } catch (cause) { throw new Error('failed', { cause }); } }
     export function other(error: Error) { try { own(1); } catch (caught) { throw error; } }
     export function after() { let error; try { own(1); } catch (error) {} throw error; }`,
    true,
  );
  expect(code?.functions.filter(({ throws }) => throws).map(({ name }) => name)).toEqual([
    'own',
    'wrapped',
    'other',
    'after',
  ]);
});

it('does so in Python', () => {
  const source = `
def own(n):
    if n < 0:
        raise ValueError('negative')

def by_class():
    raise NotImplementedError

def again():
    try:
        own(1)
    except ValueError as error:
        log(error)
        raise

def named():
    try:
        own(1)
    except ValueError as error:
        raise error from None

def wrapped():
    try:
        own(1)
    except ValueError as error:
        raise orders.Failed('x') from error
`;
  const { functions } = readPythonCode(source);
  expect(functions.filter(({ throws }) => throws).map(({ name }) => name)).toEqual([
    'own',
    'by_class',
    'wrapped',
  ]);
});
