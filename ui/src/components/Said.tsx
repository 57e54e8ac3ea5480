import { cx } from "../lib/class";
import { Icon } from "./Icon";
import css from "./Said.module.css";

export type Saying = { text: string; hasFailed: boolean };

/** What came of an act, beside the button that did it. */
export function Said({ saying }: { saying: Saying | undefined }) {
  if (!saying) return null;
  const { text, hasFailed } = saying;
  return (
    <span className={cx(css.said, hasFailed && css.failed)} role={hasFailed ? "alert" : "status"}>
      <Icon name={hasFailed ? "warning" : "check"} /> {text}
    </span>
  );
}
