import { convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { ChangeTag } from "./bindings";
import type { Driver } from "./driver";

/** The shell. Every command takes one argument, `request`; errors come as `ErrorView`. */
export const tauriDriver: Driver = {
  call: (name, request) => invoke(name, { request }),
  attach: ({ target, component, name, bytes }) =>
    invoke("attach", bytes, {
      headers: {
        "x-target": encodeURIComponent(target),
        "x-component": encodeURIComponent(component),
        "x-name": encodeURIComponent(name),
      },
    }),
  pageUrl: (attachment, size) => pageUrl(attachment, size),
  onChanged: (listener) => {
    const stop = listen<ChangeTag[]>("changed", (event) => listener(event.payload));
    return () => void stop.then((end) => end());
  },
  onClosing: (listener) => {
    const stop = listen("closing", listener);
    return () => void stop.then((end) => end());
  },
  answerClosing: (isClosing) => invoke("answer_closing", { request: isClosing }),
};

/** `page://localhost/<id>/thumb`, or what the web view of this system makes of it. */
function pageUrl(attachment: string, size: string): string {
  const base = convertFileSrc("", "page");
  return `${base.endsWith("/") ? base : `${base}/`}${encodeURIComponent(attachment)}/${size}`;
}
