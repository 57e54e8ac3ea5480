import { useEffect, useRef, useState } from "react";
import type { IntakeDraft } from "../../api/bindings";
import { call, queryClient, queryKey } from "../../api/client";
import { beforeLeaving } from "../../api/session";
import type { FormStore } from "./formStore";

/** A crash loses at most this much typing. */
const autosaveMs = 2_000;

type Saved = { at: number | undefined; hasFailed: boolean };

export type Autosave = {
  saved: Saved;
  /** Saves at once what is not saved yet; resolves to whether it is. */
  flush: () => Promise<boolean>;
  /** Nothing of this draft is saved any more: it was received, parked or thrown away. */
  stop: () => Promise<void>;
};

const currentDraft = queryKey("current_draft", null);

/** One after the other, always the latest: what is saved and what is under way. */
class Saver {
  private done: IntakeDraft | null;
  private running: Promise<boolean> = Promise.resolve(true);
  private isStopped = false;

  constructor(
    private readonly store: FormStore,
    private readonly onSaved: (outcome: "saved" | "failed") => void,
  ) {
    this.done = store.get().draft;
  }

  flush(): Promise<boolean> {
    this.running = this.running.then(() => this.save());
    return this.running;
  }

  stop(): Promise<void> {
    this.isStopped = true;
    return this.running.then(() => undefined);
  }

  /** The screen is left: kept in the window at once, saved as soon as it goes. */
  leave(): void {
    const { draft } = this.store.get();
    // Everything read was forgotten when the officer left: nothing of it may come back.
    const isForgotten = queryClient.getQueryData(currentDraft) === undefined;
    if (this.isStopped || isForgotten || draft === this.done) return;
    queryClient.setQueryData(currentDraft, draft);
    void call("save_draft", draft).catch(() => undefined);
  }

  private async save(): Promise<boolean> {
    const { draft } = this.store.get();
    if (this.isStopped || draft === this.done) return true;
    this.done = draft;
    queryClient.setQueryData(currentDraft, draft);
    try {
      await call("save_draft", draft);
      this.onSaved("saved");
      return true;
    } catch {
      if (this.done === draft) this.done = null;
      this.onSaved("failed");
      return false;
    }
  }
}

/** Saves the draft two seconds after the first unsaved change, on blur, and when the screen is left. */
export function useAutosave(store: FormStore): Autosave {
  const [saved, setSaved] = useState<Saved>({ at: undefined, hasFailed: false });
  const [saver] = useState(
    () =>
      new Saver(store, (outcome) =>
        setSaved(({ at }) =>
          outcome === "saved" ? { at: Date.now(), hasFailed: false } : { at, hasFailed: true },
        ),
      ),
  );
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const onTime = () => {
      timer.current = undefined;
      void saver.flush();
    };
    const onChange = () => {
      timer.current ??= setTimeout(onTime, autosaveMs);
    };
    const onHide = () => void saver.flush();
    const stopListening = store.subscribe(onChange);
    const forget = beforeLeaving(() => saver.flush());
    window.addEventListener("pagehide", onHide);
    return () => {
      clearTimeout(timer.current);
      timer.current = undefined;
      stopListening();
      forget();
      window.removeEventListener("pagehide", onHide);
      saver.leave();
    };
  }, [store, saver]);
  const [actions] = useState(() => ({ flush: () => saver.flush(), stop: () => saver.stop() }));
  return { saved, ...actions };
}
