async function leaf(n) {
  await null;
  return n;
}
async function middle(n) {
  return (await leaf(n)) + 1;
}
exports.top = async function top(n) {
  return (await middle(n)) + 1;
};
