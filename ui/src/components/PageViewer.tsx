import { type KeyboardEvent, useRef, useState } from "react";
import type { AttachmentView } from "../api/bindings";
import { cx } from "../lib/class";
import { bytes } from "../lib/number";
import { useMessages } from "../messages/context";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { Icon } from "./Icon";
import { PageSheet } from "./PageSheet";
import css from "./PageViewer.module.css";
import { RemovePage } from "./RemovePage";
import { isPdf } from "./Thumbnail";
import { useRoom } from "./useRoom";

type Props = {
  pages: readonly AttachmentView[];
  start: string;
  onClose: () => void;
  /** Absent when nothing may be taken out any more. */
  onRemove: ((attachment: string, reason: string) => Promise<void>) | undefined;
  needsReason: boolean;
};

const zooms = [1, 1.5, 2, 3, 4];

const keys: Record<string, { turn?: number; zoom?: number; down?: number }> = {
  ArrowRight: { turn: 1 },
  PageDown: { turn: 1 },
  ArrowLeft: { turn: -1 },
  PageUp: { turn: -1 },
  "+": { zoom: 1 },
  "=": { zoom: 1 },
  "-": { zoom: -1 },
  ArrowDown: { down: 0.2 },
  ArrowUp: { down: -0.2 },
};

/** Around the sheet, in dots. */
const padding = 8;

/** Pages, large. Arrows turn them, through the pages of a PDF as well. */
export function PageViewer({ pages, start, onClose, onRemove, needsReason }: Props) {
  const t = useMessages();
  const [at, setAt] = useState({ id: start, number: 1 });
  const [step, setStep] = useState(0);
  const stage = useRef<HTMLDivElement>(null);
  const room = useRoom(stage, padding);
  const all = pages.flatMap((page) => numbersOf(page).map((number) => ({ page, number })));
  const isAt = (id: string, number?: number) =>
    all.findIndex((one) => one.page.id === id && (number === undefined || one.number === number));
  const place = Math.max(0, isAt(at.id, at.number));
  const shown = all[place];
  if (!shown) return null;
  const { page, number } = shown;
  const zoom = zooms[step] ?? 1;

  const turn = (by: number) => {
    const next = all[Math.min(all.length - 1, Math.max(0, place + by))];
    if (next) setAt({ id: next.page.id, number: next.number });
    stage.current?.scrollTo?.({ top: 0, left: 0 });
  };
  const magnify = (by: number) => setStep((now) => Math.min(zooms.length - 1, Math.max(0, now + by)));
  const onKeyDown = (event: KeyboardEvent) => {
    const { ctrlKey, altKey, metaKey, isComposing } = event.nativeEvent;
    if (event.target instanceof HTMLInputElement || isComposing || ctrlKey || altKey || metaKey) return;
    const meant = keys[event.key];
    if (!meant) return;
    event.preventDefault();
    if (meant.turn) turn(meant.turn);
    if (meant.zoom) magnify(meant.zoom);
    if (meant.down) stage.current?.scrollBy?.({ top: meant.down * room.height });
  };
  const remove = async (reason: string) => {
    const [next] = [
      ...pages.slice(pages.indexOf(page) + 1),
      ...pages.slice(0, pages.indexOf(page)).reverse(),
    ];
    await onRemove?.(page.id, reason);
    if (next) setAt({ id: next.id, number: 1 });
    else onClose();
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
          {onRemove && (
            <RemovePage key={page.id} isFile={isPdf(page)} needsReason={needsReason} onRemove={remove} />
          )}
          <span className={css.facts}>
            {t.pages.source[page.source] ?? page.source} · {t.pages.count(page.pages)} ·{" "}
            {bytes(page.sizeBytes)} · {page.sent ? t.pages.sent : t.pages.unsent}
          </span>
          <Button hotkey="−" isDisabled={step === 0} onPress={() => magnify(-1)}>
            {t.pages.zoomOut}
          </Button>
          <Button hotkey="+" isDisabled={step === zooms.length - 1} onPress={() => magnify(1)}>
            {t.pages.zoomIn}
          </Button>
          <Button
            icon={<Icon name="left" />}
            aria-label={t.pages.previous}
            isDisabled={place === 0}
            onPress={() => turn(-1)}
          />
          <span className={css.place}>{t.pages.page(place + 1, all.length)}</span>
          <Button
            icon={<Icon name="right" />}
            aria-label={t.pages.next}
            isDisabled={place === all.length - 1}
            onPress={() => turn(1)}
          />
          <Button onPress={onClose}>{t.common.close}</Button>
        </div>
      }
    >
      <div
        ref={stage}
        className={cx(css.stage, zoom > 1 && css.large)}
        role="group"
        aria-label={page.name}
        // A page larger than its room is scrolled from the keyboard
        tabIndex={zoom > 1 ? 0 : undefined}
      >
        <PageSheet key={page.id} page={page} number={number} room={room} zoom={zoom} />
      </div>
    </Dialog>
  );
}

/** The pages of a file that are turned one by one. */
function numbersOf(page: AttachmentView): number[] {
  return isPdf(page) ? Array.from({ length: Math.max(1, page.pages) }, (_, index) => index + 1) : [1];
}
