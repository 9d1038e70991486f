// Sends as many requests as it is told to the port of argv[2] and says when they have been answered. Ten connections, with a
// request on each at any time; less work than to answer, so that the service and not this is what a unit waits for. While answers are
// missing it does not sleep: to wake it would be a part of some of the service's writes, of the more of them the slower the service is.
const { connect } = require('node:net');
const CONNECTIONS = 10;
const request = 'GET /orders/7 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n';
const sockets = [];
let unsent = 0;
let unanswered = 0;

function send(socket) {
  if (unsent === 0) return;
  unsent--;
  socket.write(request);
}

/** An answer may come in parts. */
function receive(socket, part) {
  const text = (socket.partial ?? '') + part;
  const head = text.indexOf('\r\n\r\n');
  const length = head < 0 ? NaN : Number(/content-length: (\d+)/i.exec(text.slice(0, head))[1]);
  if (!(text.length >= head + 4 + length)) {
    socket.partial = text;
    return;
  }
  socket.partial = undefined;
  if (!text.startsWith('HTTP/1.1 200 ')) throw new Error(`The service answered: ${text}`);
  unanswered--;
  send(socket);
  if (unanswered === 0) process.send('answered');
}

for (let i = 0; i < CONNECTIONS; i++) {
  const socket = connect(Number(process.argv[2]), '127.0.0.1');
  sockets.push(socket);
  socket.setEncoding('latin1').on('data', (part) => receive(socket, part));
}
function stayAwake() {
  if (unanswered > 0) setImmediate(stayAwake);
}
process.on('message', (amount) => {
  unsent = unanswered = amount;
  for (const socket of sockets) send(socket);
  stayAwake();
});
process.on('disconnect', () => {
  for (const socket of sockets) socket.destroy();
});
