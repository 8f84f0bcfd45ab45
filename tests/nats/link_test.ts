// What a link reads back from a real stream: all of it, from a number on, or the latest.

import { assert, assertEquals } from "@std/assert";
import { Layout } from "../../src/nats/layout.ts";
import { setUp } from "../../src/nats/set_up.ts";
import { openLink } from "../support/nats_link.ts";
import { withNats } from "../support/nats_server.ts";

const NOTHING = new Uint8Array();

withNats((server) => {
  Deno.test("Link.read() gives all messages of a subject, those from a number on, or the latest", async () => {
    const link = await openLink(server());
    const layout = new Layout(server().newCluster());
    await setUp(link, layout, { linesPerRoom: 100, replicas: 1, lifeMs: 1000 });
    const [tea, jam] = [layout.room("#tea"), layout.room("#jam")];
    for (let n = 0; n < 2000; n += 100) {
      await Promise.all(Array.from({ length: 100 }, (_, i) => {
        return link.publish(i % 4 === 0 ? jam : tea, NOTHING);
      }));
    }
    const read = async (subject: string, options = {}) => {
      const found = await link.read(layout.events, subject, options);
      assert(found.every((message) => message.subject === subject));
      return found.map(({ seq }) => seq);
    };
    const all = await read(tea);
    assertEquals([all.length, (await read(jam)).length], [1500, 500]);
    assertEquals(await read(tea, { from: all[1000] }), all.slice(1000));
    for (const last of [1, 10, 100, 700, 5000]) {
      const latest = await read(tea, { last });
      assert(latest.length >= Math.min(last, all.length), `${latest.length} of ${last}`);
      assert(latest.length <= 2 * last + 200, `${latest.length} for ${last}`);
      assertEquals(latest, all.slice(-latest.length));
    }
    assertEquals(await read(layout.room("#nobody"), { last: 5 }), []);
    await link.close();
  });
});
