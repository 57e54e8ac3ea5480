import type { KeyboardEvent, ReactNode, Ref } from "react";
import {
  TextField as AriaTextField,
  FieldError,
  Input,
  Label,
  Text,
  TextArea,
  type TextFieldProps,
} from "react-aria-components";
import { cx } from "../lib/class";
import css from "./Field.module.css";

type Props = Omit<TextFieldProps, "children" | "className"> & {
  label: string;
  /** Beside the field (forms of the counter), above it, or only for screen readers. */
  labelAt?: "side" | "top" | "hidden";
  hint?: ReactNode;
  error?: string | undefined;
  placeholder?: string;
  lines?: number;
  mono?: boolean;
  after?: ReactNode;
  inputRef?: Ref<HTMLInputElement>;
  className?: string;
  /** Enter, never while a word is being composed. */
  onEnter?: () => void;
};

/**
 * The shared text field. It never reformats while typing and does nothing on keys of an input method;
 * a card reader firing into it is taken out again by `lib/cardBurst`.
 */
export function TextField(props: Props) {
  const {
    label,
    labelAt = "side",
    hint,
    error,
    placeholder,
    lines,
    mono,
    after,
    inputRef,
    className,
    onEnter,
    ...rest
  } = props;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && onEnter && !event.ctrlKey) {
      event.preventDefault();
      onEnter();
    }
  };
  return (
    <AriaTextField
      autoComplete="off"
      spellCheck="false"
      {...rest}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={cx(css.field, css[labelAt], className)}
    >
      <Label className={css.label}>{label}</Label>
      <div className={css.body}>
        <div className={css.inputRow}>
          {lines ? (
            <TextArea rows={lines} placeholder={placeholder} className={css.input} onKeyDown={onKeyDown} />
          ) : (
            <Input
              ref={inputRef}
              placeholder={placeholder}
              className={cx(css.input, mono && css.mono)}
              onKeyDown={onKeyDown}
            />
          )}
          {after}
        </div>
        {hint && error === undefined && (
          <Text slot="description" className={css.hint}>
            {hint}
          </Text>
        )}
        <FieldError className={css.error}>{error}</FieldError>
      </div>
    </AriaTextField>
  );
}
