import { FieldError, Label, Radio, RadioGroup } from "react-aria-components";
import { cx } from "../lib/class";
import css from "./Choice.module.css";
import field from "./Field.module.css";
import type { Option } from "./Select";

type Props = {
  label: string;
  labelAt?: "side" | "top" | "hidden";
  options: readonly Option[];
  value: string;
  onChange: (value: string) => void;
  /** Side by side in one frame, or a list of rows. */
  look?: "segments" | "rows";
  error?: string | undefined;
  autoFocus?: boolean;
};

/** One of two to five, all in sight; arrows choose. */
export function Choice({
  label,
  labelAt = "side",
  options,
  value,
  onChange,
  look = "segments",
  error,
  autoFocus = false,
}: Props) {
  return (
    <RadioGroup
      value={value === "" ? null : value}
      onChange={onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      orientation={look === "rows" ? "vertical" : "horizontal"}
      className={cx(field.field, field[labelAt])}
    >
      <Label className={field.label}>{label}</Label>
      <div className={field.body}>
        <div className={css[look]}>
          {options.map((option, place) => (
            <Radio
              key={option.id}
              value={option.id}
              className={css.option}
              autoFocus={autoFocus && (value === "" ? place === 0 : option.id === value)}
            >
              <span className={css.dot} />
              <span className={css.name}>{option.name}</span>
            </Radio>
          ))}
        </div>
        <FieldError className={field.error}>{error}</FieldError>
      </div>
    </RadioGroup>
  );
}
