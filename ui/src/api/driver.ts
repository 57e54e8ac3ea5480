import type { ChangeTag, PagesView } from "./bindings";
import type { Commands } from "./commands";

/** Bytes on their way into a paper; they never travel as JSON. */
export type AttachInput = {
  /** `draft:<request id>` or `dossier:<id>`. */
  target: string;
  component: string;
  name: string;
  bytes: Uint8Array;
};

/** What carries calls to the desk: the shell in the window, a fixture while developing. */
export interface Driver {
  call<N extends keyof Commands>(name: N, request: Commands[N]["request"]): Promise<Commands[N]["reply"]>;
  attach(input: AttachInput): Promise<PagesView>;
  /** Address of an attachment's picture. */
  pageUrl(attachment: string, size: "thumb" | "full"): string;
  /** Calls back when a worker has changed kinds of data. */
  onChanged(listener: (tags: readonly ChangeTag[]) => void): () => void;
  /** Calls back when the window is asked to close; it stays until `answerClosing`. */
  onClosing(listener: () => void): () => void;
  answerClosing(isClosing: boolean): Promise<void>;
}
