import { useState } from "react";
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from "react-aria-components";
import { Button } from "../components/Button";
import { Icon } from "../components/Icon";
import { cx } from "../lib/class";
import { civilParts, clock, day } from "../lib/time";
import { useMessages } from "../messages/context";
import { DayDialog } from "./DayDialog";
import css from "./StatusStrip.module.css";

/** The desk's clock, whether it can be trusted, and the way to confirm it when not. */
export function ClockPart({ now, isRight }: { now: number; isRight: boolean }) {
  const t = useMessages();
  const [isAsking, setAsking] = useState(false);
  const words = isRight ? t.strip.clockOk : t.strip.clockWrong;
  return (
    <>
      <DialogTrigger>
        <AriaButton className={cx(css.part, !isRight && css.late)} aria-label={`${clock(now)} – ${words}`}>
          <time>{clock(now)}</time> <Icon name={isRight ? "check" : "warning"} />
        </AriaButton>
        <Popover className={css.bubble} placement="top">
          <Dialog className={css.bubbleBody} aria-label={words}>
            {({ close }) => (
              <>
                <p>
                  {t.strip.today} {t.weekdays[civilParts(now).weekday]} {day(now)}
                </p>
                <p>{isRight ? t.strip.clockOk : t.strip.clockWrongNote}</p>
                {!isRight && (
                  <Button
                    onPress={() => {
                      close();
                      setAsking(true);
                    }}
                  >
                    {t.day.open}
                  </Button>
                )}
              </>
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
      {isAsking && <DayDialog onClose={() => setAsking(false)} />}
    </>
  );
}
