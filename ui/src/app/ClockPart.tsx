import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { Icon } from "../components/Icon";
import { cx } from "../lib/class";
import { civilParts, clock, day } from "../lib/time";
import { useMessages } from "../messages/context";
import css from "./StatusStrip.module.css";

/** The desk's clock and whether it can be trusted. */
export function ClockPart({ now, isRight }: { now: number; isRight: boolean }) {
  const t = useMessages();
  const words = isRight ? t.strip.clockOk : t.strip.clockWrong;
  return (
    <DialogTrigger>
      <Button className={cx(css.part, !isRight && css.late)} aria-label={`${clock(now)} – ${words}`}>
        <time>{clock(now)}</time> <Icon name={isRight ? "check" : "warning"} />
      </Button>
      <Popover className={css.bubble} placement="top">
        <Dialog className={css.bubbleBody} aria-label={words}>
          <p>
            {t.strip.today} {t.weekdays[civilParts(now).weekday]} {day(now)}
          </p>
          <p>{isRight ? t.strip.clockOk : t.strip.clockWrongNote}</p>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
