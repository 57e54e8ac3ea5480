import {
  type ContextType,
  type KeyboardEvent,
  type ReactNode,
  type Ref,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
} from "react";
import {
  ComboBox,
  ComboBoxStateContext,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
} from "react-aria-components";
import { cx } from "../lib/class";
import css from "./Field.module.css";
import { Icon } from "./Icon";
import box from "./SearchBox.module.css";

type Props<T> = {
  label: string;
  labelAt?: "side" | "top" | "hidden";
  placeholder: string;
  text: string;
  onText: (text: string) => void;
  items: readonly T[];
  idOf: (item: T) => string;
  textOf: (item: T) => string;
  onChoose: (item: T) => void;
  render: (item: T) => ReactNode;
  empty: ReactNode;
  error?: string | undefined;
  inputRef?: Ref<HTMLInputElement>;
  /** What is shown does not answer what is typed yet; Enter waits for it. */
  isPending?: boolean;
  /** Enter with nothing found. */
  onEnterEmpty?: () => void;
  /** Esc, where it does more than close the list. */
  onEscape?: () => void;
  autoFocus?: boolean;
  after?: ReactNode;
};

/**
 * A field that finds while typing. Nothing is completed inside the field: the fake Backspace of Vietnamese
 * keyboards would eat it. Enter takes the first one found.
 */
export function SearchBox<T extends object>(props: Props<T>) {
  const {
    label,
    labelAt = "side",
    text,
    onText,
    items,
    idOf,
    textOf,
    onChoose,
    empty,
    error,
    inputRef,
  } = props;
  const [isWaiting, setWaiting] = useState(false);
  const isAnswered = useAnswered(text, props.isPending ?? false);
  const choose = (id: unknown) => {
    const found = items.find((item) => idOf(item) === id);
    if (found) onChoose(found);
  };
  const takeFirst = () => {
    setWaiting(false);
    const [first] = items;
    if (first && (text.trim() !== "" || props.autoFocus)) onChoose(first);
    else props.onEnterEmpty?.();
  };
  const onEnter = (list: List) => {
    // What is not shown is not taken.
    if (items.length > 0 && !list?.isOpen) list?.open(null, "manual");
    else if (props.isPending) setWaiting(true);
    else takeFirst();
  };
  const onSettled = useEffectEvent(takeFirst);
  useEffect(() => {
    if (isWaiting && !props.isPending) onSettled();
  }, [isWaiting, props.isPending]);
  return (
    <ComboBox
      items={items}
      value={null}
      onChange={choose}
      inputValue={text}
      onInputChange={onText}
      allowsEmptyCollection={text.trim() !== ""}
      menuTrigger={props.autoFocus ? "focus" : "input"}
      autoFocus={props.autoFocus}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      className={cx(css.field, css[labelAt])}
    >
      <Label className={css.label}>{label}</Label>
      <Keys onEnter={onEnter} onEscape={props.onEscape ?? ((list) => list?.setOpen(false))}>
        <div className={cx(css.inputRow, box.row)}>
          <Icon name="search" />
          <Input
            ref={inputRef}
            className={cx(css.input, box.input)}
            placeholder={props.placeholder}
            spellCheck="false"
          />
          {props.after}
        </div>
        <FieldError className={css.error}>{error}</FieldError>
      </Keys>
      {isAnswered && (
        <Popover className={cx(css.popover, box.popover, props.autoFocus && box.inDialog)} offset={4}>
          <ListBox
            items={items}
            className={css.list}
            renderEmptyState={() => <p className={box.empty}>{empty}</p>}
          >
            {(item) => (
              <ListBoxItem id={idOf(item)} textValue={textOf(item)} className={css.item}>
                {props.render(item)}
              </ListBoxItem>
            )}
          </ListBox>
        </Popover>
      )}
    </ComboBox>
  );
}

type List = ContextType<typeof ComboBoxStateContext>;

type KeysProps = {
  onEnter: (list: List) => void;
  onEscape: (list: List) => void;
  children: ReactNode;
};

/** Keys that React Aria is not asked about: to its Esc it would open the list again, since what was typed stays. */
function Keys({ onEnter, onEscape, children }: KeysProps) {
  const list = useContext(ComboBoxStateContext);
  const onKeyDownCapture = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.nativeEvent.isComposing || event.keyCode === 229) return;
    const isChosen = list?.isOpen && list.selectionManager.focusedKey !== null;
    const does = event.key === "Escape" ? onEscape : event.key === "Enter" && !isChosen ? onEnter : undefined;
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does(list);
  };
  return (
    <div className={css.body} onKeyDownCapture={onKeyDownCapture}>
      {children}
    </div>
  );
}

/**
 * Whether there has been an answer since the field was empty. Before it there is nothing to show; after it the
 * list stays while what is typed next is looked for.
 */
function useAnswered(text: string, isPending: boolean): boolean {
  const [wasAnswered, setAnswered] = useState(false);
  const isAnswered = text.trim() !== "" && (wasAnswered || !isPending);
  if (isAnswered !== wasAnswered) setAnswered(isAnswered);
  return isAnswered || !isPending;
}
