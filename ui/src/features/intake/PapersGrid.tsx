import { useRef } from "react";
import { useDesk } from "../../api/client";
import { Button } from "../../components/Button";
import { useErrorWords, useMessages } from "../../messages/context";
import { useDraft, useForm, useFormErrors, useWrong } from "./formContext";
import { PaperRow } from "./PaperRow";
import css from "./PapersGrid.module.css";
import { usePapersKeys } from "./usePapersKeys";

type Props = { active: number; onActive: (index: number) => void };

/** Each paper with its state and counts. One stop for Tab; arrows move, Enter says "there" and goes on. */
export function PapersGrid({ active, onActive }: Props) {
  const t = useMessages();
  const { edit, procedure, target } = useForm();
  const wrong = useWrong();
  const words = useErrorWords();
  const errors = useFormErrors();
  const { data: pages = [] } = useDesk("attachments", target, { fresh: true });
  const grid = useRef<HTMLDivElement>(null);
  const { papers, procedure: code, caseIndex } = useDraft("papers", "procedure", "caseIndex");
  const components = procedure?.cases[caseIndex]?.papers ?? [];
  const componentOf = (component: string) => components.find((one) => one.code === component);
  const judge = (index: number, to: string) =>
    edit({ type: "judge", index, state: to, component: componentOf(papers[index]?.component ?? "") });
  const keys = usePapersKeys({ grid, papers, judge });
  const done = papers.filter((paper) => paper.state !== "").length;
  const error = wrong("papers");
  const wrongIn = (index: number) => {
    const of = `papers.${index}`;
    const found = errors.find(({ path }) => path === of || path.startsWith(`${of}.`));
    return found && words(found);
  };

  if (code === "") return <p className={css.empty}>{t.intake.papersEmpty}</p>;
  if (papers.length === 0) return <p className={css.empty}>{t.intake.noPapers}</p>;
  return (
    <div ref={keepFocusInSight} className={css.box} data-wrong={error ? "" : undefined}>
      <div
        ref={grid}
        role="grid"
        aria-label={t.intake.papers}
        aria-rowcount={papers.length + 1}
        className={css.grid}
        onKeyDownCapture={keys}
        data-papers
      >
        <div role="row" className={css.head}>
          <span role="columnheader">{t.intake.paper}</span>
          <span role="columnheader">{t.intake.paperState}</span>
          <span role="columnheader" title={t.intake.originals}>
            {t.intake.originals}
          </span>
          <span role="columnheader" title={t.intake.certified}>
            {t.intake.certified}
          </span>
          <span role="columnheader" title={t.intake.photocopies}>
            {t.intake.photocopies}
          </span>
          <span role="columnheader">{t.intake.pages}</span>
        </div>
        {papers.map((paper, index) => (
          <PaperRow
            key={paper.component}
            index={index}
            paper={paper}
            component={componentOf(paper.component)}
            pages={pages.filter((page) => page.component === paper.component)}
            isActive={index === active}
            onActive={() => onActive(index)}
            onJudge={(to) => judge(index, to)}
            onChange={(patch) => edit({ type: "paper", index, patch })}
            error={wrongIn(index)}
          />
        ))}
      </div>
      {error && <p className={css.error}>{error}</p>}
      <div className={css.foot}>
        <span className={css.progress}>{t.intake.judged(done, papers.length)}</span>
        <span className={css.hint}>{t.intake.papersHint}</span>
        <Button
          size="small"
          look="quiet"
          isDisabled={done === papers.length}
          onPress={() => edit({ type: "completeRest", components })}
        >
          {t.intake.allComplete}
        </Button>
      </div>
    </div>
  );
}

/** The paper at hand stays in sight when pages, or a word of the scanner, take room below. */
function keepFocusInSight(box: HTMLElement | null): (() => void) | undefined {
  if (!box) return;
  const observer = new ResizeObserver(() => {
    const focused = box.contains(document.activeElement) ? document.activeElement : null;
    focused?.closest("[data-row]")?.scrollIntoView({ block: "nearest" });
  });
  observer.observe(box);
  return () => observer.disconnect();
}
