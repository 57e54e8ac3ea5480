import type { ReactNode } from "react";
import { cx } from "../lib/class";
import { Icon, type IconName } from "./Icon";
import css from "./Notice.module.css";

type Props = {
  tone: "calm" | "soon" | "late" | "accent" | "done";
  children: ReactNode;
  live?: boolean;
};

const shapes: Record<Props["tone"], IconName> = {
  calm: "check",
  soon: "warning",
  late: "warning",
  accent: "person",
  done: "check",
};

/** Something to know, in the place it concerns. */
export function Notice({ tone, children, live = false }: Props) {
  return (
    <div
      className={cx(css.notice, css[tone])}
      role={live ? (tone === "late" ? "alert" : "status") : undefined}
    >
      <Icon name={shapes[tone]} />
      <div className={css.text}>{children}</div>
    </div>
  );
}
