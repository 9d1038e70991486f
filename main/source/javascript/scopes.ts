/** What a name stands for in one scope. */
export interface Binding {
  /** Index of the definition; -1 for a plain variable or parameter. */
  definition: number;
  /** It stands for something that another module exports. */
  readonly imported: { readonly specifier: string; readonly name: string } | null;
}

/** A region of names. Declarations may come after their uses, so uses are looked up when the whole file has been read. */
export interface Scope {
  readonly parent: Scope | null;
  /** `var` and functions of old code belong to the nearest one of these. */
  readonly holdsVar: boolean;
  readonly names: Map<string, Binding>;
}

export function innerScope(parent: Scope | null, holdsVar: boolean): Scope {
  return { parent, holdsVar, names: new Map() };
}

/** The scope that a `var` in this scope belongs to. */
export function varScope(scope: Scope): Scope {
  let found = scope;
  while (!found.holdsVar && found.parent !== null) found = found.parent;
  return found;
}

/** Declares a name; one that is known already keeps its first meaning, which a second `var` does not change. */
export function declare(scope: Scope, name: string, imported: Binding['imported'] = null): Binding {
  const known = scope.names.get(name);
  if (known !== undefined && imported === null) return known;
  const binding: Binding = { definition: -1, imported };
  scope.names.set(name, binding);
  return binding;
}

export function lookUp(scope: Scope, name: string): Binding | null {
  for (let inner: Scope | null = scope; inner !== null; inner = inner.parent) {
    const binding = inner.names.get(name);
    if (binding !== undefined) return binding;
  }
  return null;
}
