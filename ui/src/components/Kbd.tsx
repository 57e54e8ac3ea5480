import css from "./Kbd.module.css";

/** The key that does what stands beside it. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className={css.kbd} aria-hidden="true" data-key>
      {keys}
    </span>
  );
}
