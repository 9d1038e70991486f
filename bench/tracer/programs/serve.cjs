// What the services share. A unit: argv[2] requests to an HTTP service in this process, sent by another.
const { fork } = require('node:child_process');
const { join } = require('node:path');
const express = require('express');
const { measure } = require('./phases.cjs');

exports.serve = function serve(handle) {
  const requests = Number(process.argv[2]);
  const app = express();
  app.get('/orders/:id', handle);
  const server = app.listen(0, '127.0.0.1', async () => {
    const env = { ...process.env };
    // Who sends is not measured, and not traced.
    for (const key of ['NODE_OPTIONS', 'CALLSCAPE_CONFIG']) delete env[key];
    const sender = fork(join(__dirname, 'send.cjs'), [String(server.address().port)], { env, execArgv: [] });
    await measure(
      () =>
        new Promise((resolve) => {
          sender.once('message', resolve);
          sender.send(requests);
        }),
    );
    sender.disconnect();
    server.closeAllConnections();
    server.close();
  });
};
