import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type ReactNode, useEffect, useId, useRef } from "react";
import { cx } from "../lib/class";
import css from "./DataGrid.module.css";
import type { GridCursor } from "./useGridCursor";

export type GridColumn<T> = {
  id: string;
  name: string;
  /** A grid track: `12rem`, `minmax(10rem, 2fr)`. */
  width: string;
  /** Left out where the grid is narrow, or only where letters are very large. */
  leftOut?: "narrow" | "tight";
  render: (row: T) => ReactNode;
};

type Props<T> = {
  label: string;
  columns: readonly GridColumn<T>[];
  count: number;
  rowAt: (index: number) => T | undefined;
  keyAt: (index: number) => string | number;
  cursor: GridCursor;
  isSelected: (index: number) => boolean;
  onOpen: (index: number) => void;
  onToggle: (index: number) => void;
  /** Which rows are in sight, so that they can be read. */
  onRange: (first: number, last: number) => void;
  empty: ReactNode;
};

const rowRem = 2.5714;

/** One grid for all lists: a window over any number of rows, 36 px each, one stop for Tab. */
export function DataGrid<T>(props: Props<T>) {
  const { label, columns, count, rowAt, keyAt, cursor, isSelected, onOpen, onToggle, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const id = useId();
  const rowHeight = rowRem * rootSize();
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    getItemKey: keyAt,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => onRange(first, last), [first, last, onRange]);
  useEffect(() => {
    if (cursor.active < count) virtual.scrollToIndex(cursor.active, { align: "auto" });
  }, [cursor.active, count, virtual]);
  const style = tracksOf(columns);
  const hasActive = items.some(({ index }) => index === cursor.active);
  return (
    <div className={css.frame}>
      <div
        ref={scroller}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-rowcount={count + 1}
        aria-multiselectable="true"
        aria-activedescendant={hasActive ? `${id}-${cursor.active}` : undefined}
        className={css.grid}
        onKeyDown={cursor.onKeyDown}
      >
        <div role="row" aria-rowindex={1} className={css.head} style={style}>
          {columns.map((column) => (
            <span key={column.id} role="columnheader" data-left-out={column.leftOut}>
              {column.name}
            </span>
          ))}
        </div>
        <div role="rowgroup" className={css.rows} style={{ height: virtual.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const row = rowAt(index);
            return (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the grid's
              <div
                key={key}
                id={`${id}-${index}`}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={isSelected(index)}
                data-list-row
                className={cx(
                  css.row,
                  index === cursor.active && css.active,
                  isSelected(index) && css.selected,
                )}
                style={{ ...style, height: rowHeight, transform: `translateY(${start}px)` }}
                onClick={(event) => (event.ctrlKey ? onToggle(index) : cursor.setActive(index))}
                onDoubleClick={() => onOpen(index)}
              >
                {columns.map((column) => (
                  <span key={column.id} role="gridcell" className={css.cell} data-left-out={column.leftOut}>
                    {row && column.render(row)}
                  </span>
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {count === 0 && <div className={css.empty}>{props.empty}</div>}
    </div>
  );
}

/** The tracks of a row in a wide, a narrow and a very narrow grid. */
function tracksOf<T>(columns: readonly GridColumn<T>[]): CSSProperties {
  const join = (kept: readonly GridColumn<T>[]) => kept.map(({ width }) => width).join(" ");
  return {
    "--wide": join(columns),
    "--narrow": join(columns.filter(({ leftOut }) => leftOut !== "narrow")),
    "--tight": join(columns.filter(({ leftOut }) => leftOut === undefined)),
  } as CSSProperties;
}

function rootSize(): number {
  return Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 14;
}
