import {
  NumberField as AriaNumberField,
  Button,
  FieldError,
  Group,
  Input,
  Label,
} from "react-aria-components";
import { cx } from "../lib/class";
import field from "./Field.module.css";
import { Icon } from "./Icon";
import css from "./NumberField.module.css";

type Props = {
  label: string;
  labelAt?: "side" | "top";
  value: number;
  onChange: (value: number) => void;
  error?: string | undefined;
  min?: number;
  max?: number;
};

/** A small whole number: typed, or with the arrows. */
export function NumberField({ label, labelAt = "top", value, onChange, error, min = 0, max = 9_999 }: Props) {
  return (
    <AriaNumberField
      value={value}
      onChange={(next) => onChange(Number.isNaN(next) ? min : next)}
      minValue={min}
      maxValue={max}
      formatOptions={{ maximumFractionDigits: 0 }}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={cx(field.field, field[labelAt])}
    >
      <Label className={field.label}>{label}</Label>
      <Group className={css.group}>
        <Button slot="decrement" className={css.step}>
          <Icon name="dash" />
        </Button>
        <Input className={css.input} />
        <Button slot="increment" className={css.step}>
          <Icon name="plus" />
        </Button>
      </Group>
      <FieldError className={field.error}>{error}</FieldError>
    </AriaNumberField>
  );
}
