import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { IntakeDraft } from "../../api/bindings";
import { call, queryClient, queryKey } from "../../api/client";
import { beforeLeaving } from "../../api/session";

/** A crash loses at most this much typing. */
const autosaveMs = 2_000;

export type Autosave = {
  savedAt: number | undefined;
  hasFailed: boolean;
  /** Saves at once what is not saved yet; resolves when it is. */
  flush: () => Promise<void>;
  /** Nothing of this draft is saved any more: it was received, parked or thrown away. */
  stop: () => Promise<void>;
};

/** Saves the draft two seconds after the last change, on blur, and when the screen is left. */
export function useAutosave(draft: IntakeDraft): Autosave {
  const [saved, setSaved] = useState<{ at?: number; hasFailed: boolean }>({ hasFailed: false });
  const latest = useRef(draft);
  const done = useRef<IntakeDraft | null>(draft);
  const running = useRef<Promise<void>>(Promise.resolve());
  const isStopped = useRef(false);
  latest.current = draft;

  const save = async () => {
    const wanted = latest.current;
    if (isStopped.current || wanted === done.current) return;
    done.current = wanted;
    queryClient.setQueryData(queryKey("current_draft", null), wanted);
    try {
      await call("save_draft", wanted);
      setSaved({ at: Date.now(), hasFailed: false });
    } catch {
      if (done.current === wanted) done.current = null;
      setSaved((before) => ({ ...before, hasFailed: true }));
    }
  };
  const flush = () => {
    running.current = running.current.then(save);
    return running.current;
  };
  const stop = () => {
    isStopped.current = true;
    return running.current;
  };
  const flushLatest = useEffectEvent(flush);

  useEffect(() => {
    if (draft === done.current) return;
    const timer = setTimeout(() => void flushLatest(), autosaveMs);
    return () => clearTimeout(timer);
  }, [draft]);
  useEffect(() => {
    const forget = beforeLeaving(() => flushLatest());
    const onHide = () => void flushLatest();
    window.addEventListener("pagehide", onHide);
    return () => {
      forget();
      window.removeEventListener("pagehide", onHide);
      const key = queryKey("current_draft", null);
      // Everything read was forgotten when the officer left: nothing of it may come back.
      const isForgotten = queryClient.getQueryData(key) === undefined;
      if (!isStopped.current && !isForgotten && latest.current !== done.current) {
        queryClient.setQueryData(key, latest.current);
        void call("save_draft", latest.current).catch(() => undefined);
      }
    };
  }, []);
  return { savedAt: saved.at, hasFailed: saved.hasFailed, flush, stop };
}
