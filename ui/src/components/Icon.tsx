import css from "./Icon.module.css";

const paths = {
  intake: "M4 4h9l3 3v9H4z M7 9h6 M7 12h6 M13 4v3h3",
  parked: "M7 4v12 M13 4v12",
  digitise: "M3 11h14 M5 8V4h10v4 M5 14v2h10v-2",
  forward: "M3 10h12 M11 6l4 4-4 4",
  dossiers: "M3 5h5l2 2h7v9H3z",
  sync: "M4 9a6 6 0 0 1 10.5-3L16 7.5 M16 4v3.5h-3.5 M16 11a6 6 0 0 1-10.5 3L4 12.500 M4 16v-3.500h3.500",
  settings: "M3 6h7 M14 6h3 M3 14h3 M10 14h7 M12 4v4 M8 12v4",
  journal: "M5 3h10v14H5z M8 7h4 M8 10h4 M8 13h2",
  search: "M9 4a5 5 0 1 0 0 10a5 5 0 0 0 0-10z M13 13l4 4",
  check: "M4 10.500l4 4 8-9",
  cross: "M5 5l10 10 M15 5L5 15",
  alert: "M10 5v6 M10 14.500v.3",
  dash: "M5 10h10",
  circle: "M10 5.500a4.500 4.500 0 1 0 0 9a4.500 4.500 0 0 0 0-9z",
  warning: "M10 3L18 17H2z M10 8v4 M10 14.500v.2",
  down: "M6 8l4 4 4-4",
  left: "M12 5l-5 5 5 5",
  right: "M8 5l5 5-5 5",
  plus: "M10 4v12 M4 10h12",
  print: "M6 8V3h8v5 M6 14H4V8h12v6h-2 M6 12h8v5H6z",
  clock: "M10 3a7 7 0 1 0 0 14a7 7 0 0 0 0-14z M10 6v4l3 2",
  file: "M5 3h6l4 4v10H5z M11 3v4h4",
  person: "M10 4a3 3 0 1 0 0 6a3 3 0 0 0 0-6z M4 17a6 6 0 0 1 12 0",
} as const;

export type IconName = keyof typeof paths;

/** A line drawing on a 20-unit grid; it never stands without words or a label beside it. */
export function Icon({ name, size = 1.15 }: { name: IconName; size?: number }) {
  return (
    <svg
      className={css.icon}
      viewBox="0 0 20 20"
      width={`${size}em`}
      height={`${size}em`}
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  );
}
