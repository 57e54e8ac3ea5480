import css from "./Digits.module.css";

/** Digits that are read out: large, and in groups. */
export function Digits({ digits, group }: { digits: string; group: number }) {
  const spaced = digits.replace(new RegExp(`(\\d{${group}})(?=\\d)`, "g"), "$1 ");
  return (
    <span className={css.digits} translate="no">
      {spaced}
    </span>
  );
}
