// Sends as many requests as it is told to the port of argv[2], ten at a time, and says when they have been answered.
const autocannon = require('autocannon');
const url = `http://127.0.0.1:${process.argv[2]}/orders/7`;
process.on('message', async (amount) => {
  const { '2xx': answered, errors } = await autocannon({ url, amount, connections: 10 });
  if (answered !== amount || errors > 0) throw new Error(`${answered} of ${amount} requests were answered`);
  process.send('answered');
});
