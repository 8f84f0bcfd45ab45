// A day and a time, for lists that go back further than today. Pure.

/** "2026-01-31 14:03" in the server's time zone. */
export function stamp(at: number): string {
  const date = new Date(at);
  const day = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join("-");
  return `${day} ${[date.getHours(), date.getMinutes()].map(two).join(":")}`;
}

function two(number: number): string {
  return String(number).padStart(2, "0");
}
