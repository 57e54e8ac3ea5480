import { type KeyboardEvent, useState } from "react";

export type GridCursor = {
  active: number;
  setActive: (index: number) => void;
  onKeyDown: (event: KeyboardEvent) => void;
};

type Parts = {
  count: number;
  pageRows?: number;
  onOpen: (index: number) => void;
  onToggle: (index: number) => void;
};

/** The active row of a grid. Its keys work from the filter field too: letters filter, arrows move. */
export function useGridCursor({ count, pageRows = 12, onOpen, onToggle }: Parts): GridCursor {
  const [wanted, setWanted] = useState(0);
  const active = Math.min(wanted, Math.max(0, count - 1));
  const move = (by: number) => setWanted(Math.min(count - 1, Math.max(0, active + by)));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || event.keyCode === 229 || event.altKey || count === 0) return;
    const isField = event.target instanceof HTMLInputElement;
    if (event.key === "ArrowDown") move(1);
    else if (event.key === "ArrowUp") move(-1);
    else if (event.key === "PageDown") move(pageRows);
    else if (event.key === "PageUp") move(-pageRows);
    else if (event.key === "Home" && (!isField || event.ctrlKey)) setWanted(0);
    else if (event.key === "End" && (!isField || event.ctrlKey)) setWanted(count - 1);
    else if (event.key === "Enter" && !event.ctrlKey) onOpen(active);
    else if (event.key === " " && event.ctrlKey) onToggle(active);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { active, setActive: setWanted, onKeyDown };
}
