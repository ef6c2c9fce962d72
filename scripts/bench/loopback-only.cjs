'use strict';
/* Preloaded into a program that would listen on every address of the computer. */
const { Server } = require('node:net');

const listen = Reflect.get(Server.prototype, 'listen');
Server.prototype.listen = function listenOnLoopback(port, ...rest) {
  return listen.call(
    this,
    { port: Number(port), host: '127.0.0.1' },
    ...rest.filter((one) => typeof one === 'function'),
  );
};
