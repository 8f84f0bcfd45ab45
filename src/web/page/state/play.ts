// What comes of a message about games for the room it is played in. Pure.

import { newsOf, withChallenge, withNews as withGame, withSight } from "./games.ts";
import { type Place, withNews } from "./place.ts";
import type { Of } from "./message.ts";

export function played(place: Place, message: Of<"table" | "game" | "challenge">): Place {
  const { tables } = place;
  switch (message.type) {
    case "table":
      return { ...place, tables: withSight(tables, message) };
    case "challenge":
      return { ...place, tables: withChallenge(tables, message) };
    case "game": {
      const after = withNews(place, message.at, newsOf(message));
      return { ...after, tables: withGame(tables, message) };
    }
  }
}
