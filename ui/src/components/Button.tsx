import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps } from "react-aria-components";
import { cx } from "../lib/class";
import css from "./Button.module.css";
import { Kbd } from "./Kbd";

type Props = Omit<ButtonProps, "children" | "className"> & {
  children?: ReactNode;
  /** `main` for the one act of a screen, `quiet` inside text and tables. */
  look?: "main" | "plain" | "quiet" | "danger";
  size?: "small" | "normal";
  icon?: ReactNode;
  /** The key that does the same. */
  hotkey?: string;
  className?: string;
};

export function Button({
  children,
  look = "plain",
  size = "normal",
  icon,
  hotkey,
  className,
  ...rest
}: Props) {
  return (
    <AriaButton
      {...rest}
      className={cx(css.button, css[look], css[size], !children && css.iconOnly, className)}
    >
      {icon}
      {children && <span className={css.label}>{children}</span>}
      {hotkey && <Kbd keys={hotkey} />}
    </AriaButton>
  );
}
