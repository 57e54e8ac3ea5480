import { type RefObject, useState } from "react";
import { Button } from "react-aria-components";
import type { DossierView, PaperDraft } from "../../api/bindings";
import { usePages } from "../../api/pages";
import { Chip, type Tone } from "../../components/Chip";
import { PagesTray } from "../../components/PagesTray";
import { PageViewer } from "../../components/PageViewer";
import { Thumbnail } from "../../components/Thumbnail";
import { cx } from "../../lib/class";
import { useMessages } from "../../messages/context";
import css from "./Dossier.module.css";

const tones: Record<string, Tone> = { complete: "done", missing: "soon", incorrect: "late" };

/** Papers with their pages; the chosen one takes scans and files while the dossier is still here. */
export function PapersPart({ dossier, part }: { dossier: DossierView; part: RefObject<HTMLElement | null> }) {
  const t = useMessages();
  const target = `dossier:${dossier.row.id}`;
  const pages = usePages(target);
  const mayAttach = dossier.acts.includes("attach");
  const lacking = dossier.papers.findIndex(
    (paper) => needsPages(paper) && pagesOf(dossier, paper).length === 0,
  );
  const [chosen, setChosen] = useState<string>();
  const active =
    dossier.papers.find(({ component }) => component === chosen) ?? dossier.papers[Math.max(0, lacking)];
  const [shown, setShown] = useState<string>();
  return (
    <section ref={part} aria-label={t.dossier.papers} className={css.part}>
      <h2 className={css.partName}>
        {t.dossier.papers}
        <Chip
          tone={
            dossier.digitisation === "complete"
              ? "done"
              : dossier.digitisation === "not_needed"
                ? "calm"
                : "soon"
          }
        >
          {t.dossier.digitisation[dossier.digitisation] ?? dossier.digitisation}
        </Chip>
      </h2>
      <ul className={css.papers}>
        {dossier.papers.map((paper) => (
          <li
            key={paper.component}
            className={cx(css.paper, mayAttach && paper === active && css.paperActive)}
          >
            <div className={css.paperWords}>
              {mayAttach && !paper.shownOnly ? (
                <Button className={css.paperButton} onPress={() => setChosen(paper.component)}>
                  {paper.title}
                </Button>
              ) : (
                <span>{paper.title}</span>
              )}
              <span className={css.dim}>{counts(paper, t)}</span>
              {paper.note !== "" && <span className={css.dim}>{paper.note}</span>}
            </div>
            <Chip tone={tones[paper.state] ?? "calm"}>
              {paper.shownOnly && paper.state === "complete"
                ? t.intake.shown
                : (t.intake.states[paper.state] ?? paper.state)}
            </Chip>
            <div className={css.thumbs}>
              {pagesOf(dossier, paper).map((page) => (
                <Thumbnail key={page.id} page={page} onPress={() => setShown(page.id)} />
              ))}
            </div>
          </li>
        ))}
      </ul>
      {mayAttach && active && !active.shownOnly && (
        <PagesTray
          pages={{ ...pages, all: pages.all.length > 0 ? pages.all : dossier.attachments }}
          component={active.component}
          title={active.title}
          needsReason
        />
      )}
      {shown !== undefined && (
        <PageViewer
          pages={dossier.attachments}
          start={shown}
          onClose={() => setShown(undefined)}
          onRemove={mayAttach ? pages.remove : undefined}
          needsReason
        />
      )}
    </section>
  );
}

function needsPages(paper: PaperDraft): boolean {
  return !paper.shownOnly && paper.state === "complete";
}

function pagesOf(dossier: DossierView, { component }: PaperDraft) {
  return dossier.attachments.filter((page) => page.component === component);
}

function counts(paper: PaperDraft, t: ReturnType<typeof useMessages>): string {
  if (paper.shownOnly) return t.intake.showOnly;
  const said = [
    [paper.originals, t.intake.originals],
    [paper.certifiedCopies, t.intake.certifiedCopy],
    [paper.photocopies, t.intake.photocopies],
  ] as const;
  return said
    .filter(([number]) => number > 0)
    .map(([number, name]) => `${number} ${name.toLowerCase()}`)
    .join(", ");
}
