import { systemClock as clock } from "./src/clock.ts";
import { silent } from "./src/log.ts";
import { listenTcp } from "./src/transport/tcp.ts";
import { listenTls } from "./src/transport/tls.ts";
import { certificates, chainOf, PEM } from "./tests/support/certificates.ts";
const direct = Deno.args[0] === "direct";
const c0 = certificates();
const l = listenTls(listenTcp({ host: "127.0.0.1", port: 0 }), {
  certificates: c0,
  clock,
  log: silent,
});
const dl = Deno.listenTls({
  hostname: "127.0.0.1",
  port: 0,
  cert: c0.current.chain,
  key: c0.current.key,
});
const port = direct ? dl.addr.port : l.address.port;
const t0 = performance.now();
const ms = () => (performance.now() - t0).toFixed(1);
(async () => {
  for (;;) {
    const c = direct ? await dl.accept() : await l.accept();
    console.log(ms(), "accepted");
    if (!c) break;
    (async () => {
      const b = new Uint8Array(1000);
      let n;
      while ((n = await c.read(b)) !== null) {
        const x = b.slice(0, n);
        await c.write(x.subarray(0, 1));
        await c.write(x.subarray(1));
      }
    })().catch(() => {});
  }
})();
for (let k = 0; k < 2; k++) {
  const t = await Deno.connectTls({ hostname: "localhost", port, caCerts: [chainOf(PEM)] });
  console.log(ms(), "connectTls");
  await t.handshake();
  console.log(ms(), "client handshake");
  for (let i = 0; i < 5; i++) {
    const b = new Uint8Array(1000);
    await t.write(new Uint8Array(64));
    let n = 0;
    while (n < 64) n += (await t.read(b))!;
    console.log(ms(), "echo");
  }
}
Deno.exit();
