import { useState } from "react";
import { Button } from "react-aria-components";
import type { AttachmentView } from "../api/bindings";
import { pageUrl } from "../api/client";
import { cx } from "../lib/class";
import { useMessages } from "../messages/context";
import { Icon } from "./Icon";
import css from "./PagesTray.module.css";

/** A small picture of a page or file; pressing it shows it large. */
export function Thumbnail({ page, onPress }: { page: AttachmentView; onPress: () => void }) {
  const t = useMessages();
  const [hasFailed, setFailed] = useState(false);
  return (
    <Button className={css.thumb} onPress={onPress} aria-label={`${page.name}, ${t.pages.count(page.pages)}`}>
      {hasFailed || isPdf(page) ? (
        <span className={cx(css.noPicture, isPdf(page) && css.pdf)}>
          <Icon name="file" size={1.5} />
          {isPdf(page) && "PDF"}
        </span>
      ) : (
        <img src={pageUrl(page.id, "thumb")} alt="" draggable={false} onError={() => setFailed(true)} />
      )}
      {page.pages > 1 && <span className={css.pageCount}>{page.pages}</span>}
    </Button>
  );
}

export function isPdf({ mediaType }: AttachmentView): boolean {
  return mediaType === "application/pdf";
}
