import { useState } from "react";
import { Button } from "react-aria-components";
import type { AttachmentView } from "../api/bindings";
import { pageUrl } from "../api/client";
import { cx } from "../lib/class";
import { useMessages } from "../messages/context";
import { Icon } from "./Icon";
import css from "./PagesTray.module.css";
import { usePdfThumbnail } from "./usePdfThumbnail";

/** A small picture of a page or file; pressing it shows it large. */
export function Thumbnail({ page, onPress }: { page: AttachmentView; onPress: () => void }) {
  const t = useMessages();
  return (
    <Button className={css.thumb} onPress={onPress} aria-label={`${page.name}, ${t.pages.count(page.pages)}`}>
      {isPdf(page) ? <FirstPage page={page} /> : <Picture page={page} />}
      {page.pages > 1 && <span className={css.pageCount}>{page.pages}</span>}
    </Button>
  );
}

function Picture({ page }: { page: AttachmentView }) {
  const [hasFailed, setFailed] = useState(false);
  if (hasFailed) return <Tile />;
  return <img src={pageUrl(page.id, "thumb")} alt="" draggable={false} onError={() => setFailed(true)} />;
}

/** Of a PDF: its first page, or a tile until that is drawn. */
function FirstPage({ page }: { page: AttachmentView }) {
  const { canvas, isDrawn } = usePdfThumbnail(page);
  return (
    <>
      <canvas ref={canvas} hidden={!isDrawn} aria-hidden />
      {isDrawn ? <span className={css.kind}>PDF</span> : <Tile isPdf />}
    </>
  );
}

function Tile({ isPdf = false }: { isPdf?: boolean }) {
  return (
    <span className={cx(css.noPicture, isPdf && css.pdf)}>
      <Icon name="file" size={1.5} />
      {isPdf && "PDF"}
    </span>
  );
}

export function isPdf({ mediaType }: AttachmentView): boolean {
  return mediaType === "application/pdf";
}
