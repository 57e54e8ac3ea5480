import type { KeyboardEvent, RefObject } from "react";
import type { PaperDraft } from "../../api/bindings";
import { paperStates } from "./draft";

type Parts = {
  grid: RefObject<HTMLElement | null>;
  papers: readonly PaperDraft[];
  judge: (index: number, state: string) => void;
};

const moves: Record<string, [rows: number, cells: number]> = {
  ArrowDown: [1, 0],
  ArrowUp: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/** The keys of the papers: arrows move, Enter on a state says it is there and goes on, Space changes it. */
export function usePapersKeys({ grid, papers, judge }: Parts): (event: KeyboardEvent) => void {
  const focus = (row: number, cell: number) => {
    const rows = grid.current?.querySelectorAll<HTMLElement>("[data-row]");
    const cells = rows?.[row]?.querySelectorAll<HTMLElement>("[data-cell]");
    const next = cells?.[Math.min(cell, cells.length - 1)];
    next?.focus();
    rows?.[row]?.scrollIntoView({ block: "nearest" });
    if (next instanceof HTMLInputElement) next.select();
    return next !== undefined;
  };
  return (event) => {
    const cellElement = (event.target as HTMLElement).closest<HTMLElement>("[data-cell]");
    if (!cellElement || event.nativeEvent.isComposing || event.ctrlKey || event.altKey || event.shiftKey)
      return;
    const row = Number(cellElement.closest<HTMLElement>("[data-row]")?.dataset.row);
    const cell = Number(cellElement.dataset.cell);
    const move = moves[event.key];
    const isState = cell === 0;
    if (move) focus(row + move[0], Math.max(0, cell + move[1]));
    else if (event.key === "Enter") {
      if (isState) judge(row, "complete");
      if (!focus(row + 1, isState ? 0 : cell)) leave(grid.current);
    } else if (event.key === " " && isState) judge(row, nextState(papers[row]?.state ?? ""));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

/** Đủ → Thiếu → Chưa đúng → Không áp dụng → Đủ. */
export function nextState(state: string): string {
  const place = (paperStates as readonly string[]).indexOf(state);
  return paperStates[(place + 1) % paperStates.length] ?? "complete";
}

/** After the last paper comes the next column: a field, never a button that one more Enter would press. */
function leave(grid: HTMLElement | null): void {
  const column = grid?.closest("[data-column]")?.nextElementSibling;
  column?.querySelector<HTMLElement>("input:not([tabindex='-1'])")?.focus();
}
