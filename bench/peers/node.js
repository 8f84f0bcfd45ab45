// Peer: the chat a Node developer would write. `net` and `readline`, and one write per line and client.
// Usage: node node.js PORT

const net = require("node:net");
const readline = require("node:readline");

const clients = new Set();
let guests = 0;

const server = net.createServer((socket) => {
  const name = `guest${++guests}`;
  socket.setNoDelay(true);
  socket.on("error", () => {});
  socket.on("close", () => clients.delete(socket));
  clients.add(socket);
  socket.write(`Welcome ${name}\n`);
  const lines = readline.createInterface({ input: socket });
  lines.on("error", () => {});
  lines.on("line", (line) => {
    for (const client of clients) {
      if (client !== socket) client.write(`${name}: ${line}\n`);
    }
  });
});

server.listen({ port: Number(process.argv[2]), host: "127.0.0.1", backlog: 4096 });
