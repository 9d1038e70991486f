// The own code of the service: 20 calls for each request, which work on what is kept in memory.
const products = Array.from({ length: 400 }, (_, i) => ({
  sku: `P-${1000 + i}`,
  group: `group ${i % 8}`,
  price: 1 + ((i * 37) % 900) / 10,
  weight: (i * 13) % 40,
}));
const LINES = 1800;
const SHOWN = 4;
const orders = new Map();
for (let n = 0; n < 20; n++) {
  const lines = [];
  for (let i = 0; i < LINES; i++) {
    const product = products[(n * 31 + i * 7) % products.length];
    lines.push({ product, pieces: 1 + ((n + i) % 5), note: `line ${i}` });
  }
  orders.set(String(n), { id: n, customer: `customer ${n % 9}`, lines });
}

async function find(id) {
  await null;
  return orders.get(id);
}
function chargeable(order) {
  const lines = [];
  for (const line of order.lines) if (line.product.price * line.pieces > 5) lines.push(line);
  return lines;
}
function grouped(lines) {
  const groups = new Map();
  for (const line of lines) {
    const known = groups.get(line.product.group);
    if (known) known.push(line);
    else groups.set(line.product.group, [line]);
  }
  return groups;
}
function summary(name, lines) {
  let net = 0;
  let weight = 0;
  for (const { product, pieces } of lines) {
    net += product.price * pieces;
    weight += product.weight * pieces;
  }
  return { name, lines: lines.length, net: Math.round(net * 100) / 100, weight };
}
function ranked(groups) {
  const list = [];
  for (const [name, lines] of groups) list.push(summary(name, lines));
  for (let i = 1; i < list.length; i++) {
    for (let k = i; k > 0 && list[k].net > list[k - 1].net; k--)
      [list[k - 1], list[k]] = [list[k], list[k - 1]];
  }
  return list;
}
function shipping(groups) {
  let weight = 0;
  for (const group of groups) weight += group.weight;
  return 4.9 + Math.ceil(weight / 500) * 1.2;
}
function dearest(lines) {
  const found = [];
  for (const line of lines) {
    const price = line.product.price * line.pieces;
    let at = found.length;
    while (at > 0 && found[at - 1].product.price * found[at - 1].pieces < price) at--;
    if (at >= SHOWN) continue;
    found.splice(at, 0, line);
    found.length = Math.min(SHOWN, found.length);
  }
  return found;
}
function described(order, lines) {
  const groups = ranked(grouped(lines));
  const top = dearest(lines);
  const shown = top.map(describeLine);
  return { id: order.id, customer: order.customer, groups, shipping: shipping(groups), shown };
}
function describeLine({ product, pieces, note }) {
  return { sku: product.sku, pieces, note };
}
exports.handle = async function handle(request, response) {
  const order = await find(request.params.id);
  response.json(described(order, chargeable(order)));
};
