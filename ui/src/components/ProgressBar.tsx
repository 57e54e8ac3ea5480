import { ProgressBar as AriaProgressBar, Label } from "react-aria-components";
import css from "./ProgressBar.module.css";

type Props = {
  label: string;
  value: number;
  most: number;
  /** How far it is, in words: read out too. */
  words: string;
  note?: string;
};

/** How far something long has come: a bar, a count, and what may be done meanwhile. */
export function ProgressBar({ label, value, most, words, note }: Props) {
  return (
    <AriaProgressBar className={css.progress} value={value} maxValue={most} valueLabel={words}>
      {({ percentage, valueText }) => (
        <>
          <div className={css.head}>
            <Label>{label}</Label>
            <span className={css.words}>{valueText}</span>
          </div>
          <div className={css.track}>
            <div className={css.done} style={{ inlineSize: `${percentage ?? 0}%` }} />
          </div>
          {note && <p className={css.note}>{note}</p>}
        </>
      )}
    </AriaProgressBar>
  );
}
