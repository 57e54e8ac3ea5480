/** A PDF that is open in the window. Pages count from 1. */
export type Pdf = {
  /** Size of a page as it is read, in points. */
  sizeOf(page: number): Promise<Size>;
  /** Draws a page as wide as this many dots of the screen. */
  draw(page: number, width: number): Promise<HTMLCanvasElement>;
  close(): void;
};

export type Size = { width: number; height: number };

/** Opens a PDF; throws when it cannot be read. What draws it is loaded with the first one, never at start. */
export async function openPdf(bytes: Uint8Array<ArrayBuffer>): Promise<Pdf> {
  const { open } = await import("./pdfjs");
  return open(bytes);
}

/** Longest that others wait for one small picture, in milliseconds. */
const turnMaxMs = 20_000;

let turn: Promise<unknown> = Promise.resolve();

/** Small pictures are drawn one after the other: a paper of twenty files must not start twenty workers. */
export function inTurn(work: () => Promise<void>): void {
  const wait = () => new Promise((end) => setTimeout(end, turnMaxMs));
  turn = turn.then(() => Promise.race([work(), wait()])).catch(() => undefined);
}
