// What the services share: one on a port that it prints, as JSON, until its input ends. It also says what CPU time it has taken.
const express = require('express');

exports.serve = function serve(handle) {
  const app = express();
  app.get('/orders/:id', handle);
  app.get('/cpu', (_request, response) => {
    globalThis.benchUnitEnded?.();
    // Of all threads of the process.
    const { user, system } = process.cpuUsage();
    response.json({ cpuNs: (user + system) * 1e3 });
  });
  const server = app.listen(0, '127.0.0.1', () => {
    console.log(JSON.stringify({ port: server.address().port }));
  });
  // Others are asked between two slices of this one.
  server.keepAliveTimeout = 120_000;
  process.stdin.resume().on('end', () => {
    server.close();
    server.closeAllConnections();
  });
};
