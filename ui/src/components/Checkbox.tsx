import type { ReactNode } from "react";
import { Checkbox as AriaCheckbox, type CheckboxProps } from "react-aria-components";
import css from "./Checkbox.module.css";
import { Icon } from "./Icon";

type Props = Omit<CheckboxProps, "children" | "className"> & { children?: ReactNode };

export function Checkbox({ children, ...rest }: Props) {
  return (
    <AriaCheckbox {...rest} className={css.checkbox}>
      <span className={css.box}>
        <Icon name="check" size={1} />
      </span>
      {children}
    </AriaCheckbox>
  );
}
