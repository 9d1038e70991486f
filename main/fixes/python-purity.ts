import { askPython } from './python-check.ts';

/**
 * Says why the result of a function at the top of a module depends on more than its arguments, or its call does more than give it. It
 * reads the text alone: nothing of it runs. The counterpart of `fixers/purity.ts`.
 */
const program = `
import ast, json, sys

words = lambda text: frozenset(text.split())
BUILTINS = words("""abs all any ascii bin bool bytes chr complex dict divmod enumerate filter float format frozenset hex int
    isinstance issubclass len list map max min oct ord pow range repr reversed round set slice sorted str sum tuple zip""")
ERRORS = words("""ArithmeticError AssertionError Exception IndexError KeyError LookupError NotImplementedError OverflowError
    RuntimeError TypeError UnicodeError ValueError ZeroDivisionError""")
MODULES = words("base64 binascii bisect cmath colorsys html itertools json math operator re string struct textwrap unicodedata")
METHODS = words("""bit_length capitalize casefold center conjugate copy count decode difference encode end endswith expandtabs
    find findall finditer format fullmatch get group groups hex index intersection isalnum isalpha isascii isdecimal isdigit
    isidentifier islower isnumeric isspace issubset issuperset istitle isupper items join keys ljust lower lstrip match partition
    removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip search span split splitlines start startswith
    strip sub subn swapcase symmetric_difference title translate union upper values zfill""")
FILLING = words("add append clear discard extend insert pop popitem remove reverse setdefault sort update")
MAKERS = words("list dict set sorted bytearray")
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
OTHER = (ast.Await, ast.Yield, ast.YieldFrom, ast.Global, ast.Nonlocal, ast.Import, ast.ImportFrom, ast.With,
    ast.AsyncWith, ast.AsyncFor, ast.ClassDef)

class Refused(Exception):
    pass

def base_of(node):
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None

def is_literal(node):
    try:
        ast.literal_eval(node)
        return True
    except (ValueError, TypeError, SyntaxError):
        pass
    if not isinstance(node, ast.Call) or node.keywords or not all(is_literal(one) for one in node.args):
        return False
    called = ast.dump(node.func)
    return called in (ast.dump(ast.parse(one, mode="eval").body) for one in ("frozenset", "tuple", "set", "re.compile"))

class Module:
    def __init__(self, tree):
        self.modules, self.functions, given, changed = {}, {}, {}, set()
        self.imported = set()
        for node in tree.body:
            if isinstance(node, ast.Import):
                self.modules.update({one.asname or one.name: one.name for one in node.names})
            elif isinstance(node, ast.ImportFrom) and node.module in MODULES and not node.level:
                self.imported.update(one.asname or one.name for one in node.names)
            elif isinstance(node, FUNCTION):
                self.functions.setdefault(node.name, []).append(node)
            elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
                given[node.targets[0].id] = node.value
            elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
                given[node.target.id] = node.value
        stores = {}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                stores[node.id] = stores.get(node.id, 0) + 1
            elif isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
                changed.add(base_of(node))
            elif isinstance(node, (ast.Global, ast.Nonlocal)):
                changed.update(node.names)
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr not in METHODS:
                changed.add(base_of(node.func))
        self.constants = {name for name, value in given.items()
            if stores.get(name) == 1 and name not in changed and is_literal(value)}

    def require(self, fn, seen):
        if isinstance(fn, ast.AsyncFunctionDef):
            raise Refused("it is a coroutine")
        if fn.decorator_list:
            raise Refused("it has a decorator, which may do more")
        args = {one.arg for one in ast.walk(fn.args) if isinstance(one, ast.arg)}
        own, made, other = set(args), set(), set(args)
        for node in ast.walk(fn):
            if isinstance(node, ast.arg):
                own.add(node.arg)
            elif isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
                own.add(node.id)
            elif isinstance(node, ast.ExceptHandler) and node.name:
                own.add(node.name)
            elif node is not fn and isinstance(node, FUNCTION):
                raise Refused("it makes a function")
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                fresh = isinstance(node.value, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)) or (
                    isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name) and node.value.func.id in MAKERS)
                for target in targets:
                    if isinstance(target, ast.Name):
                        (made if fresh else other).add(target.id)
                    elif isinstance(target, (ast.Tuple, ast.List)):
                        other.update(one.id for one in ast.walk(target) if isinstance(one, ast.Name))
            elif isinstance(node, (ast.For, ast.comprehension)):
                other.update(one.id for one in ast.walk(node.target) if isinstance(one, ast.Name))
        made -= other
        callees = {id(node.func) for node in ast.walk(fn) if isinstance(node, ast.Call)}
        bases = {id(node.value) for node in ast.walk(fn) if isinstance(node, ast.Attribute)}
        for part in fn.body:
            for node in ast.walk(part):
                self.look(node, own, made, callees, bases, seen | {fn.name})

    def look(self, node, own, made, callees, bases, seen):
        if isinstance(node, OTHER):
            raise Refused("it does more than compute")
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            if base_of(node) not in made:
                raise Refused("it changes something that is not its own")
        if isinstance(node, ast.Call):
            self.call(node.func, own, made, seen)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in callees:
            name = node.id
            if name in own or name in self.constants or name in self.imported:
                return
            if name in BUILTINS | ERRORS and name not in self.functions:
                return
            if id(node) in bases and self.modules.get(name) in MODULES:
                return
            raise Refused(f'it depends on "{name}"')

    def call(self, func, own, made, seen):
        if isinstance(func, ast.Name):
            name = func.id
            if name in own:
                raise Refused(f'it calls "{name}", which it is given')
            known = self.functions.get(name)
            if known is not None and len(known) == 1:
                if name in seen:
                    return
                try:
                    return self.require(known[0], seen)
                except Refused as why:
                    raise Refused(f'it calls "{name}", and {why}')
            if name in self.imported or name in BUILTINS | ERRORS and known is None:
                return
            raise Refused(f'it calls "{name}"')
        if not isinstance(func, ast.Attribute):
            raise Refused("it calls something that is not known")
        base = func.value.id if isinstance(func.value, ast.Name) else None
        if base is not None and base not in own and self.modules.get(base) in MODULES:
            return
        if func.attr in METHODS or (base in made and func.attr in FILLING):
            return
        raise Refused(f'it calls "{func.attr}" of something')

def why_not(text, line):
    tree = ast.parse(text)
    for node in tree.body:
        if isinstance(node, FUNCTION) and node.lineno == line:
            try:
                return Module(tree).require(node, set())
            except Refused as why:
                return str(why)
    return "it does not stand at the top of the module any more"

request = json.load(sys.stdin)
print(json.dumps(why_not(request["text"], request["line"])))
`;

/**
 * Why remembering the results of a Python function is not safe, as far as its text shows: the end of a sentence; `null` when it is.
 *
 * @param line of its `def`, from 1
 */
export async function pythonImpurity(text: string, line: number): Promise<string | null> {
  const answer = await askPython(program, JSON.stringify({ text, line }));
  if (answer === null) return 'no Python is installed that could read it';
  return JSON.parse(answer) as string | null;
}
