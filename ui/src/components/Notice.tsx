import type { ReactNode } from "react";
import { cx } from "../lib/class";
import { Icon, type IconName } from "./Icon";
import css from "./Notice.module.css";

type Props = {
  tone: "soon" | "late" | "accent" | "done";
  children: ReactNode;
  action?: ReactNode;
  live?: boolean;
};

const shapes: Record<Props["tone"], IconName> = {
  soon: "warning",
  late: "warning",
  accent: "person",
  done: "check",
};

/** Something to know, in the place it concerns. */
export function Notice({ tone, children, action, live = false }: Props) {
  return (
    <div className={cx(css.notice, css[tone])} role={live ? "alert" : undefined}>
      <Icon name={shapes[tone]} />
      <div className={css.text}>{children}</div>
      {action}
    </div>
  );
}
