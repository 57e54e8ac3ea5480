import { useState } from "react";
import { usePages } from "../../api/pages";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Notice } from "../../components/Notice";
import tray from "../../components/PagesTray.module.css";
import { PageViewer } from "../../components/PageViewer";
import { Thumbnail } from "../../components/Thumbnail";
import { useErrorWords, useMessages } from "../../messages/context";
import { useDraft, useForm, useFormErrors } from "./formContext";

/** Pages whose paper went away with another procedure or case: they are seen, and taken out by the officer alone. */
export function OrphanPages() {
  const t = useMessages();
  const words = useErrorWords();
  const { target, saveFirst } = useForm();
  const { papers } = useDraft("papers");
  const pages = usePages(target, saveFirst);
  const wrong = useFormErrors().find(({ path }) => path === "attachments" || path.startsWith("attachments."));
  const [shown, setShown] = useState<string>();
  const orphans = pages.all.filter((page) => papers.every((paper) => paper.component !== page.component));
  if (orphans.length === 0 && wrong?.path !== "attachments") return null;
  const count = orphans.reduce((sum, page) => sum + page.pages, 0);
  return (
    <section aria-label={t.pages.title} data-orphans data-wrong={wrong ? "" : undefined}>
      <Notice tone={wrong ? "late" : "soon"}>
        {orphans.length > 0 && <p>{t.pages.orphans(count)}</p>}
        {wrong && <p>{words(wrong)}</p>}
        <ul className={tray.thumbs}>
          {orphans.map((page) => (
            <li key={page.id}>
              <Thumbnail page={page} onPress={() => setShown(page.id)} />
            </li>
          ))}
        </ul>
      </Notice>
      {pages.error && <ErrorNotice error={pages.error} />}
      {shown !== undefined && (
        <PageViewer
          pages={orphans}
          start={shown}
          onClose={() => setShown(undefined)}
          onRemove={pages.remove}
          needsReason={false}
        />
      )}
    </section>
  );
}
