// Asks services, one at a time, for as long as it is told: {port, ms} or {port, requests}. Says what CPU time the service took for how
// many requests, ns, and how many there were with those of the `leadMs` before, in which it finds its code and memory again. Ten connections to each, with a request on each at any time; less work than to answer, so
// that the service and not this is what a slice waits for. While answers are missing it does not sleep: to wake it would be a part
// of some of the service's writes, of the more of them the slower the service is.
const { connect } = require('node:net');
const CONNECTIONS = 10;
const EVER = Number.POSITIVE_INFINITY;
const requestOf = (path) => `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n`;
const ORDER = requestOf('/orders/7');
const CPU = requestOf('/cpu');

/** By port. */
const connections = new Map();

function connectionsTo(port) {
  const known = connections.get(port);
  if (known) return known;
  const sockets = Array.from({ length: CONNECTIONS }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('latin1').setNoDelay(true);
    socket.on('data', (part) => receive(socket, part));
    socket.on('close', () => {
      connections.delete(port);
      if (socket.answered) throw new Error('The service closed a connection');
    });
    return socket;
  });
  connections.set(port, sockets);
  return sockets;
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
  const { answered } = socket;
  socket.answered = undefined;
  answered(text, head + 4);
}

function ask(socket, request, answered) {
  socket.answered = answered;
  socket.write(request);
}

const cpuNs = (socket) =>
  new Promise((resolve) => {
    ask(socket, CPU, (text, body) => resolve(JSON.parse(text.slice(body)).cpuNs));
  });

function askAll(sockets, ms, most) {
  return new Promise((resolve) => {
    const end = performance.now() + ms;
    let sent = 0;
    let answered = 0;
    const next = (socket) => {
      if (sent >= most || performance.now() >= end) return;
      sent++;
      ask(socket, ORDER, () => {
        answered++;
        next(socket);
        if (answered === sent) resolve(sent);
      });
    };
    for (const socket of sockets) next(socket);
  });
}

let isAwake = false;
function stayAwake() {
  if (isAwake) setImmediate(stayAwake);
}

process.on('message', async ({ port, leadMs = 0, ms = EVER, requests = EVER }) => {
  const sockets = connectionsTo(port);
  isAwake = true;
  stayAwake();
  const led = leadMs > 0 ? await askAll(sockets, leadMs, EVER) : 0;
  const before = await cpuNs(sockets[0]);
  const answered = await askAll(sockets, ms, requests);
  const after = await cpuNs(sockets[0]);
  isAwake = false;
  process.send({ requests: answered, cpuNs: after - before, inAll: led + answered });
});
process.on('disconnect', () => {
  for (const sockets of connections.values()) for (const socket of sockets) socket.destroy();
});
