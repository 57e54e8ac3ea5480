import { useEffect, useState } from "react";
import type { AttachmentView } from "../api/bindings";
import { pageBytes } from "../api/client";
import { CommandError } from "../api/errors";
import { openPdf, type Pdf } from "../lib/pdf";

/** What became of a PDF: open, or `error` says why not; without one it is the file itself that cannot be read. */
export type OpenedPdf = { pdf?: Pdf; hasFailed?: boolean; error?: CommandError };

/** The PDF of an attachment, open for as long as it is on the screen. */
export function usePdf({ id }: Pick<AttachmentView, "id">): OpenedPdf {
  const [opened, setOpened] = useState<OpenedPdf>({});
  useEffect(() => {
    let isGone = false;
    let pdf: Pdf | undefined;
    const take = async () => {
      pdf = await openPdf(await pageBytes(id));
      if (isGone) pdf.close();
      else setOpened({ pdf });
    };
    take().catch((thrown: unknown) => {
      if (isGone) return;
      setOpened({ hasFailed: true, ...(thrown instanceof CommandError && { error: thrown }) });
    });
    return () => {
      isGone = true;
      pdf?.close();
    };
  }, [id]);
  return opened;
}
