import { useEffect, useRef, useState } from "react";
import type { AttachmentView } from "../api/bindings";
import { pageBytes } from "../api/client";
import { inTurn, openPdf } from "../lib/pdf";

/** Largest file that is opened for a small picture only, in bytes. */
const thumbnailFileMaxBytes = 16 * 1024 * 1024;

/** Width of a small picture, in dots: the tile at twice its size. */
const width = 96;

/** Draws the first page of a PDF that lies on this machine; one that does not is not fetched for a picture. */
export function usePdfThumbnail({ id, local, sizeBytes }: AttachmentView) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDrawn, setDrawn] = useState(false);
  const isWanted = local && sizeBytes <= thumbnailFileMaxBytes;
  useEffect(() => {
    let isGone = false;
    const show = async () => {
      if (isGone) return;
      const pdf = await openPdf(await pageBytes(id));
      try {
        const drawn = await pdf.draw(1, width);
        if (isGone || !canvas.current) return;
        canvas.current.width = drawn.width;
        canvas.current.height = drawn.height;
        canvas.current.getContext("2d")?.drawImage(drawn, 0, 0);
        setDrawn(true);
      } finally {
        pdf.close();
      }
    };
    // One that cannot be drawn keeps its tile; the words are in the viewer.
    if (isWanted) inTurn(show);
    return () => {
      isGone = true;
    };
  }, [id, isWanted]);
  return { canvas, isDrawn };
}
