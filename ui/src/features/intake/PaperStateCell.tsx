import { useState } from "react";
import { Button, Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import type { PaperDraft } from "../../api/bindings";
import { Icon, type IconName } from "../../components/Icon";
import { cx } from "../../lib/class";
import { useMessages } from "../../messages/context";
import { paperStates } from "./draft";
import css from "./PapersGrid.module.css";

const shapes: Record<string, IconName> = {
  "": "circle",
  complete: "check",
  missing: "alert",
  incorrect: "cross",
  not_applicable: "dash",
};

type Props = { paper: PaperDraft; isActive: boolean; onJudge: (state: string) => void };

/** The state of a paper: a word with its shape. Keys are the grid's; the mouse opens the four. */
export function PaperStateCell({ paper, isActive, onJudge }: Props) {
  const t = useMessages();
  const [isOpen, setOpen] = useState(false);
  const word = (state: string) =>
    paper.shownOnly && state === "complete" ? t.intake.shown : (t.intake.states[state] ?? state);
  return (
    <MenuTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button
        data-cell={0}
        excludeFromTabOrder={!isActive}
        className={cx(css.state, css[paper.state || "unseen"])}
        aria-label={`${paper.title}: ${word(paper.state)}`}
      >
        <Icon name={shapes[paper.state] ?? "circle"} />
        {word(paper.state)}
      </Button>
      <Popover className={css.popover} placement="bottom start">
        <Menu className={css.menu} onAction={(key) => onJudge(String(key))}>
          {paperStates.map((state) => (
            <MenuItem key={state} id={state} className={cx(css.menuItem, css[state])}>
              <Icon name={shapes[state] ?? "circle"} /> {word(state)}
            </MenuItem>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
