import { useState } from "react";
import type { AttachmentView, PagesView } from "./bindings";
import { attach, call, invalidate, useDesk } from "./client";
import { type CommandError, toCommandError } from "./errors";

export type Pages = {
  all: readonly AttachmentView[];
  /** Pages that came in since the scan or import began; undefined when none is under way. */
  coming: number | undefined;
  error: CommandError | undefined;
  scan: (component: string, feeder: boolean) => void;
  stopScan: () => void;
  take: (component: string, files: readonly File[]) => void;
  remove: (attachment: string, reason: string) => Promise<void>;
};

/** The pages of a draft or dossier, and what brings them in or takes them out. A draft is saved before it gets any. */
export function usePages(target: string, saveFirst?: () => Promise<unknown>): Pages {
  const { data: all = [] } = useDesk("attachments", target, { fresh: true });
  const [before, setBefore] = useState<number>();
  const [error, setError] = useState<CommandError>();
  const isUnderWay = before !== undefined;

  const bringIn = async (source: () => Promise<PagesView>) => {
    try {
      const { problem } = await source();
      if (problem) setError(toCommandError(problem));
    } catch (thrown) {
      setError(toCommandError(thrown));
    }
  };
  const once = async (work: () => Promise<void>) => {
    if (isUnderWay) return;
    setBefore(all.length);
    setError(undefined);
    await saveFirst?.();
    await work();
    invalidate(["attachments"]);
    setBefore(undefined);
  };
  const takeAll = async (component: string, files: readonly File[]) => {
    for (const file of files) await bringIn(() => attach(target, component, file));
  };
  return {
    all,
    coming: isUnderWay ? Math.max(0, all.length - before) : undefined,
    error,
    scan: (component, feeder) =>
      void once(() => bringIn(() => call("scan", { to: { target, component }, feeder }))),
    stopScan: () => {
      if (!isUnderWay) setError(undefined);
      void call("cancel_scan", null).catch(() => undefined);
    },
    take: (component, files) => void once(() => takeAll(component, files)),
    remove: async (attachment, reason) => {
      try {
        await call("remove_attachment", { target, attachment, reason });
      } catch (thrown) {
        setError(toCommandError(thrown));
      }
    },
  };
}
