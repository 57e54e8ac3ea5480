import type { ReactNode } from "react";
import { cx } from "../lib/class";
import css from "./Chip.module.css";
import { Icon, type IconName } from "./Icon";

export type Tone = "calm" | "soon" | "late" | "done" | "accent";

const shapes: Record<Tone, IconName | undefined> = {
  calm: undefined,
  soon: "clock",
  late: "alert",
  done: "check",
  accent: undefined,
};

/** A state as a word with a shape; the colour only repeats it. */
export function Chip({
  tone = "calm",
  icon,
  children,
}: {
  tone?: Tone;
  icon?: IconName;
  children: ReactNode;
}) {
  const shape = icon ?? shapes[tone];
  return (
    <span className={cx(css.chip, css[tone])}>
      {shape && <Icon name={shape} size={0.95} />}
      <span className={css.word} title={typeof children === "string" ? children : undefined}>
        {children}
      </span>
    </span>
  );
}
