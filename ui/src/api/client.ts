import { keepPreviousData, QueryClient, useQuery } from "@tanstack/react-query";
import type { ChangeTag, PagesView } from "./bindings";
import { type Commands, changes } from "./commands";
import type { AttachInput, Driver } from "./driver";
import { CommandError, toCommandError } from "./errors";

export type CommandName = keyof Commands;
export type Request<N extends CommandName> = Commands[N]["request"];
export type Reply<N extends CommandName> = Commands[N]["reply"];

/** Which kinds of data a read command shows: when one of them changes it is read again. */
const provides: Partial<Record<CommandName, readonly ChangeTag[]>> = {
  app_state: ["app"],
  strip: ["strip"],
  day: ["strip"],
  parked: ["drafts"],
  attachments: ["attachments"],
  dossier_ids: ["dossiers"],
  dossier_rows: ["dossiers"],
  dossier: ["dossiers", "attachments", "printJobs", "sync"],
  person_hints: ["dossiers"],
  search_procedures: ["catalogue"],
  procedure: ["catalogue"],
  quote: ["catalogue"],
  forward_targets: ["catalogue"],
  print_jobs: ["printJobs"],
  sync_overview: ["sync"],
  courier: ["sync"],
  settings: ["settings"],
};

/** Largest file taken in, in bytes; a larger one is refused before it is read. */
const fileSizeMaxBytes = 64 * 1024 * 1024;

let driver: Driver | undefined;

/** All that was read from the desk. Everything is local: nothing is retried, nothing grows old by itself. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
      networkMode: "always",
      refetchOnWindowFocus: false,
    },
    mutations: { retry: false, networkMode: "always" },
  },
});

/** Chooses the driver once, at start; returns how to stop listening. */
export function connect(chosen: Driver): () => void {
  driver = chosen;
  return chosen.onChanged(invalidate);
}

/** The window is asked to close: `listener` decides. */
export function onClosing(listener: () => void): () => void {
  return desk().onClosing(listener);
}

/** Closes the window, or stays. */
export function answerClosing(isClosing: boolean): Promise<void> {
  return desk().answerClosing(isClosing);
}

function desk(): Driver {
  if (!driver) throw new Error("no driver is connected");
  return driver;
}

/** Reads again whatever shows one of these kinds of data. */
export function invalidate(tags: readonly ChangeTag[]): void {
  if (tags.length === 0) return;
  void queryClient.invalidateQueries({
    predicate: ({ queryKey }) =>
      (provides[queryKey[0] as CommandName] ?? []).some((tag) => tags.includes(tag)),
  });
}

/** Calls a command; what it changed is read again. Throws {@link CommandError}. */
export async function call<N extends CommandName>(name: N, request: Request<N>): Promise<Reply<N>> {
  try {
    const reply = await desk().call(name, request);
    invalidate(changes[name]);
    return reply;
  } catch (thrown) {
    throw toCommandError(thrown);
  }
}

/** Takes a file into a paper. */
export async function attach(target: string, component: string, file: File): Promise<PagesView> {
  if (file.size > fileSizeMaxBytes) throw fileError("file.too_large", file.name);
  if (file.size === 0) throw fileError("file.empty", file.name);
  const bytes = new Uint8Array(await file.arrayBuffer());
  const input: AttachInput = { target, component, name: file.name, bytes };
  try {
    return await desk().attach(input);
  } catch (thrown) {
    throw toCommandError(thrown);
  } finally {
    invalidate(["attachments", "dossiers", "strip", "sync"]);
  }
}

function fileError(code: string, name: string): CommandError {
  return new CommandError({ code, params: { name }, fields: [], traceId: "" });
}

/** Address of an attachment's picture. */
export function pageUrl(attachment: string, size: "thumb" | "full"): string {
  return desk().pageUrl(attachment, size);
}

/** The bytes of an attachment, as it came in. */
export async function pageBytes(attachment: string): Promise<Uint8Array<ArrayBuffer>> {
  const reply = await fetch(pageUrl(attachment, "full")).catch(() => undefined);
  if (!reply?.ok) throw toCommandError({ code: reply?.status === 503 ? "page.offline" : "page.no_picture" });
  return new Uint8Array(await reply.arrayBuffer());
}

export function queryKey<N extends CommandName>(name: N, request: Request<N>) {
  return [name, request] as const;
}

/** Reads a command and keeps it fresh. While new arguments are read, the old reply stays. */
export function useDesk<N extends CommandName>(
  name: N,
  request: Request<N>,
  options: { enabled?: boolean; refetchInterval?: number; fresh?: boolean } = {},
) {
  return useQuery<Reply<N>, CommandError>({
    queryKey: queryKey(name, request),
    queryFn: () => call(name, request),
    placeholderData: options.fresh ? undefined : keepPreviousData,
    enabled: options.enabled ?? true,
    refetchInterval: options.refetchInterval ?? false,
  });
}
