import { type KeyboardEvent, useState } from "react";
import type { AttachmentView } from "../api/bindings";
import { pageUrl } from "../api/client";
import { cx } from "../lib/class";
import { bytes } from "../lib/number";
import { useMessages } from "../messages/context";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { Icon } from "./Icon";
import css from "./PageViewer.module.css";
import { TextField } from "./TextField";
import { isPdf } from "./Thumbnail";

type Props = {
  pages: readonly AttachmentView[];
  start: string;
  onClose: () => void;
  /** Absent when nothing may be taken out any more. */
  onRemove: ((attachment: string, reason: string) => Promise<void>) | undefined;
  needsReason: boolean;
};

/** Pages, large. Arrows turn them. */
export function PageViewer({ pages, start, onClose, onRemove, needsReason }: Props) {
  const t = useMessages();
  const [id, setId] = useState(start);
  const [isLarge, setLarge] = useState(false);
  const [reason, setReason] = useState<string>();
  const place = Math.max(
    0,
    pages.findIndex((page) => page.id === id),
  );
  const page = pages[place];
  if (!page) return null;
  const turn = (by: number) => setId(pages[Math.min(pages.length - 1, Math.max(0, place + by))]?.id ?? id);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement || event.nativeEvent.isComposing) return;
    if (event.key === "ArrowRight" || event.key === "PageDown") turn(1);
    if (event.key === "ArrowLeft" || event.key === "PageUp") turn(-1);
  };
  const remove = () => {
    if (needsReason && !reason?.trim()) return setReason(reason ?? "");
    const next = pages[place + 1] ?? pages[place - 1];
    void onRemove?.(page.id, reason?.trim() ?? "").then(() => (next ? setId(next.id) : onClose()));
    setReason(undefined);
  };
  return (
    <Dialog
      isOpen
      size="full"
      title={page.name}
      onClose={onClose}
      onKeyDown={onKeyDown}
      footer={
        <div className={css.footer}>
          {onRemove && reason === undefined && (
            <Button look="danger" onPress={remove}>
              {t.pages.remove}
            </Button>
          )}
          {onRemove && reason !== undefined && (
            <div className={css.reason}>
              <TextField
                autoFocus
                label={t.pages.removeReason}
                labelAt="hidden"
                placeholder={t.pages.removeReason}
                value={reason}
                onChange={setReason}
                onEnter={remove}
              />
              <Button look="danger" isDisabled={reason.trim() === ""} onPress={remove}>
                {t.pages.remove}
              </Button>
            </div>
          )}
          <span className={css.facts}>
            {t.pages.source[page.source] ?? page.source} · {t.pages.count(page.pages)} ·{" "}
            {bytes(page.sizeBytes)} · {page.sent ? t.pages.sent : t.pages.unsent}
          </span>
          {!isPdf(page) && (
            <Button onPress={() => setLarge(!isLarge)}>{isLarge ? t.pages.zoomOut : t.pages.zoomIn}</Button>
          )}
          <Button
            icon={<Icon name="left" />}
            aria-label={t.pages.previous}
            isDisabled={place === 0}
            onPress={() => turn(-1)}
          />
          <span className={css.place}>{t.pages.page(place + 1, pages.length)}</span>
          <Button
            icon={<Icon name="right" />}
            aria-label={t.pages.next}
            isDisabled={place === pages.length - 1}
            onPress={() => turn(1)}
          />
          <Button onPress={onClose}>{t.common.close}</Button>
        </div>
      }
    >
      <div className={cx(css.stage, isLarge && css.large)}>
        <Picture key={page.id} page={page} />
      </div>
    </Dialog>
  );
}

function Picture({ page }: { page: AttachmentView }) {
  const t = useMessages();
  const [hasFailed, setFailed] = useState(false);
  if (isPdf(page)) return <PdfTile page={page} />;
  if (hasFailed) return <p className={css.noPicture}>{page.local ? t.pages.noPicture : t.pages.notLocal}</p>;
  return (
    <img src={pageUrl(page.id, "full")} alt={page.name} draggable={false} onError={() => setFailed(true)} />
  );
}

/** The window draws no PDF: what it is, and that nothing is wrong with it. */
function PdfTile({ page }: { page: AttachmentView }) {
  const t = useMessages();
  return (
    <div className={css.pdf}>
      <Icon name="file" size={4} />
      <strong>PDF · {t.pages.count(page.pages)}</strong>
      <p>{t.pages.pdf}</p>
    </div>
  );
}
