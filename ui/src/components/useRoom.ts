import { type RefObject, useLayoutEffect, useState } from "react";
import type { Size } from "../lib/pdf";

/** The room inside a box, without its scroll bars and padding; it follows the window. */
export function useRoom(box: RefObject<HTMLElement | null>, padding: number): Size {
  const [room, setRoom] = useState<Size>({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const measure = () => {
      const { width, height } = element.getBoundingClientRect();
      setRoom({ width: Math.max(0, width - 2 * padding), height: Math.max(0, height - 2 * padding) });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [box, padding]);
  return room;
}
