// The page's icons: lines on a field of 24 by 24.

const PATHS = {
  menu: "M4 7h16M4 12h16M4 17h16",
  people:
    "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Zm-6 8c.4-3 2.8-5 6-5s5.600 2 6 5M16 4.500a3.500 3.500 0 0 1 0 6.200M18 14.400c1.700.8 2.700 2.400 3 4.600",
  settings: "M4 7h9m4 0h3M4 17h3m4 0h9M15 4.500v5M9 14.500v5",
  plus: "M12 5v14M5 12h14",
  close: "m6 6 12 12M18 6 6 18",
  send: "M12 19V5m-6 6 6-6 6 6",
  down: "M12 5v14m-6-6 6 6 6-6",
  copy: "M9 9h10v11H9zM5 15V4h10",
  edit: "M4 20h4L19 9l-4-4L4 16z",
  lock: "M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3",
  info: "M12 11v6m0-9.500v.1M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18Z",
  alarm: "M12 8v5m0 3.500v.1M12 3 2.500 20h19z",
  news: "m7 17 10-10M9 7h8v8",
  star: "M12 4v16m-7-12 14 8M5 16l14-8",
  dice:
    "M5 4h14a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H5a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1Zm3.500 4.500v.1m7 0v.1M12 12v.1M8.500 15.500v.1m7-.1v.1",
  terminal: "m6 8 4 4-4 4m7 0h5M3 4h18v16H3z",
  horn: "M4 10v4h3l8 4V6l-8 4zM18.500 9.500c1 1.500 1 3.500 0 5",
  check: "m5 12 5 5 9-10",
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
