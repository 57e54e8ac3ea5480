/**
 * Mozilla's pdf.js, and how far it may go: its worker, decoders and symbol fonts are files of the window itself, it
 * fetches nothing else, compiles no code, runs no script of a PDF and follows no link. Loaded by `openPdf` only.
 */

import { getDocument, type PDFPageProxy, PDFWorker, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import Worker from "pdfjs-dist/legacy/build/pdf.worker.mjs?worker";
import type { Pdf } from "./pdf";

/** Largest picture inside a PDF that is decoded, in dots: A3 at 600 dpi. */
const imageDotsMax = 80_000_000;

/** Largest drawing of a page, in dots; beyond, it is drawn coarser. */
const canvasDotsMax = 16_000_000;

/** Where vite.config.ts lays the decoders and fonts. */
const files = import.meta.env.DEV ? "/node_modules/pdfjs-dist/" : "/pdf/";

const limits = {
  maxImageSize: imageDotsMax,
  // The policy of the window lets nothing be compiled; the decoders are there as plain scripts.
  useWasm: false,
  wasmUrl: `${files}wasm/`,
  standardFontDataUrl: `${files}standard_fonts/`,
  // Only the page may fetch, under its own policy.
  useWorkerFetch: false,
  enableXfa: false,
  verbosity: VerbosityLevel.ERRORS,
};

/** Every document has its own worker: one that never ends takes no other with it. */
export async function open(data: Uint8Array<ArrayBuffer>): Promise<Pdf> {
  const port = new Worker();
  const task = getDocument({ ...limits, data, worker: PDFWorker.create({ port }) });
  const close = () => void task.destroy().finally(() => port.terminate());
  try {
    const pdf = await task.promise;
    return {
      sizeOf: async (number) => (await pdf.getPage(number)).getViewport({ scale: 1 }),
      draw: async (number, width) => draw(await pdf.getPage(number), width),
      close,
    };
  } catch (unreadable) {
    close();
    throw unreadable;
  }
}

async function draw(page: PDFPageProxy, width: number): Promise<HTMLCanvasElement> {
  const size = page.getViewport({ scale: 1 });
  const widest = Math.sqrt(canvasDotsMax / (size.width * size.height));
  const viewport = page.getViewport({ scale: Math.min(width / size.width, widest) });
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  await page.render({ canvas, viewport }).promise;
  return canvas;
}
