// How long there is still time, counted down on the page.

import { useEffect, useState } from "preact/hooks";

/** `due` in milliseconds since 1970. */
export function TimeLeft({ due }: { due: number }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = Math.max(0, Math.round((due - now) / 1000));
  return (
    <span class="time-left" role="timer">
      {Math.floor(left / 60)}:{String(left % 60).padStart(2, "0")}
    </span>
  );
}
