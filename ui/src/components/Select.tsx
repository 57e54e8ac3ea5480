import {
  Select as AriaSelect,
  Button,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
} from "react-aria-components";
import { cx } from "../lib/class";
import css from "./Field.module.css";
import { Icon } from "./Icon";

export type Option = { id: string; name: string };

type Props = {
  label: string;
  labelAt?: "side" | "top" | "hidden";
  options: readonly Option[];
  value: string;
  onChange: (value: string) => void;
  placeholder?: string;
  error?: string | undefined;
  name?: string;
  className?: string;
};

/** One of a few, by name. */
export function Select({
  label,
  labelAt = "side",
  options,
  value,
  onChange,
  placeholder,
  error,
  name,
  className,
}: Props) {
  return (
    <AriaSelect
      name={name}
      value={options.some((option) => option.id === value) ? value : null}
      onChange={(key) => onChange(String(key ?? ""))}
      isInvalid={error !== undefined}
      placeholder={placeholder}
      validationBehavior="aria"
      className={cx(css.field, css[labelAt], className)}
    >
      <Label className={css.label}>{label}</Label>
      <div className={css.body}>
        <Button className={css.trigger}>
          <SelectValue className={css.value}>
            {({ defaultChildren, isPlaceholder }) =>
              isPlaceholder ? placeholder || "\u00a0" : defaultChildren
            }
          </SelectValue>
          <Icon name="down" />
        </Button>
        <FieldError className={css.error}>{error}</FieldError>
      </div>
      <Popover className={css.popover} offset={4}>
        <ListBox items={options} className={css.list}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.name} className={css.item}>
              {option.name}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
