"""Memory by the path of functions that led to it, as the recording stream has it."""

# As runtime/format/constants.ts has it.
MAX_NODES = 20000


class AllocationTree:
    """Node 0 is the whole."""

    def __init__(self):
        self._parent = [-1]
        self._function = [-1]
        self._bytes = [0]
        self._count = [0]
        self._nodes = {}

    def add(self, path, size, blocks):
        """`path`: function ids, the outermost first."""
        node = 0
        for function in path:
            known = self._nodes.get((node, function))
            if known is None:
                known = self._nodes[node, function] = len(self._parent)
                self._parent.append(node)
                self._function.append(function)
                self._bytes.append(0)
                self._count.append(0)
            node = known
        self._bytes[node] += size
        self._count[node] += blocks

    def columns(self, most=MAX_NODES):
        """Of the nodes with the most in them and below them, to which the others are added."""
        totals = self._totals()
        limit = sorted(totals)[-most - 1] if len(totals) > most else 0
        parent, functions, sizes, counts = [-1], [-1], self._bytes[:1], self._count[:1]
        moved = [0] * len(totals)
        for node in range(1, len(totals)):
            above = moved[self._parent[node]]
            # A parent has no less below it than its child, and stands before it: it is kept if the child is.
            if totals[node] > limit:
                moved[node] = len(parent)
                parent.append(above)
                functions.append(self._function[node])
                sizes.append(self._bytes[node])
                counts.append(self._count[node])
            else:
                moved[node] = above
                sizes[above] += self._bytes[node]
                counts[above] += self._count[node]
        return {"parent": parent, "function": functions, "bytes": sizes, "count": counts}

    def _totals(self):
        totals = self._bytes[:]
        for node in range(len(totals) - 1, 0, -1):
            totals[self._parent[node]] += totals[node]
        return totals
