import type { ReactNode } from "react";
import { Button, Tooltip, TooltipTrigger } from "react-aria-components";
import { cx } from "../lib/class";
import css from "./StatusStrip.module.css";

type Props = {
  children: ReactNode;
  onPress?: () => void;
  tone?: "soon" | "late" | undefined;
  /** More words, shown when pointed at or focused. */
  title?: string | undefined;
  label?: string;
};

/** One part of the strip: a button that opens what it speaks of. */
export function StripPart({ children, onPress, tone, title, label }: Props) {
  const button = (
    <Button className={cx(css.part, tone && css[tone])} onPress={onPress} aria-label={label}>
      {children}
    </Button>
  );
  if (!title) return button;
  return (
    <TooltipTrigger delay={400}>
      {button}
      <Tooltip className={css.tooltip} offset={6}>
        {title}
      </Tooltip>
    </TooltipTrigger>
  );
}
