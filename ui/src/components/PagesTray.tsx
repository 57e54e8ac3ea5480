import { useState } from "react";
import { DropZone, FileTrigger } from "react-aria-components";
import type { Pages } from "../api/pages";
import { hotkeys, useHotkey } from "../lib/hotkeys";
import { useMessages } from "../messages/context";
import { Button } from "./Button";
import { ErrorNotice } from "./ErrorNotice";
import css from "./PagesTray.module.css";
import { PageViewer } from "./PageViewer";
import { Thumbnail } from "./Thumbnail";

type Props = {
  pages: Pages;
  /** The paper they belong to. */
  component: string;
  title: string;
  /** Whether taking a page out must be explained. */
  needsReason: boolean;
};

const fileTypes = ["application/pdf", "image/jpeg", "image/png"];

/** Pages of one paper: scanned, dropped or picked; thumbnails open the viewer. */
export function PagesTray({ pages, component, title, needsReason }: Props) {
  const t = useMessages();
  const [shown, setShown] = useState<string>();
  const own = pages.all.filter((page) => page.component === component);
  const isComing = pages.coming !== undefined;
  const scan = () => pages.scan(component, true);
  useHotkey("scan", scan, !isComing);
  return (
    <section className={css.tray} aria-label={`${t.pages.title}: ${title}`}>
      <div className={css.bar}>
        <span className={css.into}>{t.pages.into(title)}</span>
        {isComing ? (
          <>
            <progress className={css.progress} aria-label={t.pages.scanning(pages.coming ?? 0)} />
            <span>{t.pages.scanning(pages.coming ?? 0)}</span>
            <Button size="small" onPress={pages.stopScan}>
              {t.pages.stop}
            </Button>
          </>
        ) : (
          <>
            <Button size="small" hotkey={hotkeys.scan} onPress={scan}>
              {t.pages.scan}
            </Button>
            <Button size="small" onPress={() => pages.scan(component, false)}>
              {t.pages.scanGlass}
            </Button>
            <FileTrigger
              allowsMultiple
              acceptedFileTypes={fileTypes}
              onSelect={(files) => files && pages.take(component, Array.from(files))}
            >
              <Button size="small">{t.pages.pick}</Button>
            </FileTrigger>
          </>
        )}
      </div>
      <DropZone
        className={css.drop}
        aria-label={t.pages.drop}
        onDrop={(event) => {
          const files = event.items.filter((item) => item.kind === "file").map((item) => item.getFile());
          void Promise.all(files).then((all) => pages.take(component, all));
        }}
      >
        {own.length === 0 && <p className={css.hint}>{t.pages.drop}</p>}
        <ul className={css.thumbs}>
          {own.map((page) => (
            <li key={page.id}>
              <Thumbnail page={page} onPress={() => setShown(page.id)} />
            </li>
          ))}
        </ul>
      </DropZone>
      {pages.error && <ErrorNotice error={pages.error} />}
      {pages.error?.view.code === "scan.running" && (
        // The scan of a form that was concluded meanwhile: its own button is gone.
        <Button size="small" onPress={pages.stopScan}>
          {t.pages.stop}
        </Button>
      )}
      {shown !== undefined && (
        <PageViewer
          pages={own}
          start={shown}
          onClose={() => setShown(undefined)}
          onRemove={pages.remove}
          needsReason={needsReason}
        />
      )}
    </section>
  );
}
