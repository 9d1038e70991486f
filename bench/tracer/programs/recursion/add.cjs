exports.add = add;
function add(a, b) {
  return a + b;
}
