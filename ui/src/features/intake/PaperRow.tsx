import type { AttachmentView, ComponentView, PaperDraft } from "../../api/bindings";
import { Icon } from "../../components/Icon";
import { cx } from "../../lib/class";
import { useMessages } from "../../messages/context";
import { PaperStateCell } from "./PaperStateCell";
import css from "./PapersGrid.module.css";

type Props = {
  index: number;
  paper: PaperDraft;
  component: ComponentView | undefined;
  pages: readonly AttachmentView[];
  isActive: boolean;
  onActive: () => void;
  onJudge: (state: string) => void;
  onChange: (patch: Partial<PaperDraft>) => void;
  error: string | undefined;
};

const counts = ["originals", "certifiedCopies", "photocopies"] as const;
const countMax = 99;

export function PaperRow(props: Props) {
  const { index, paper, component, pages, isActive, onActive, onJudge, onChange, error } = props;
  const t = useMessages();
  const names = {
    originals: t.intake.originals,
    certifiedCopies: t.intake.certified,
    photocopies: t.intake.photocopies,
  };
  const pageCount = pages.reduce((sum, page) => sum + page.pages, 0);
  const needsNote = paper.state === "missing" || paper.state === "incorrect";
  return (
    <div
      role="row"
      data-row={index}
      data-wrong={error ? "" : undefined}
      className={cx(css.row, isActive && css.active, paper.state === "not_applicable" && css.off)}
      onFocus={onActive}
    >
      <span role="gridcell" className={css.title}>
        <span title={paper.title}>{paper.title}</span>
        {component && (component.optional || component.reusable) && (
          <em>
            {[component.optional && t.intake.optional, component.reusable && t.intake.reusable]
              .filter(Boolean)
              .join(" · ")}
          </em>
        )}
      </span>
      <span role="gridcell">
        <PaperStateCell paper={paper} isActive={isActive} onJudge={onJudge} />
      </span>
      {paper.shownOnly ? (
        <span role="gridcell" className={css.shown} aria-colspan={3}>
          {t.intake.showOnly}
        </span>
      ) : (
        counts.map((field, cell) => (
          <span role="gridcell" key={field}>
            <input
              data-cell={cell + 1}
              className={css.count}
              inputMode="numeric"
              autoComplete="off"
              tabIndex={-1}
              aria-label={`${names[field]}: ${paper.title}`}
              value={paper[field] === 0 ? "" : String(paper[field])}
              placeholder="–"
              onChange={(event) => onChange({ [field]: readCount(event.target.value) })}
              onFocus={(event) => event.target.select()}
            />
          </span>
        ))
      )}
      <span role="gridcell" className={css.pages}>
        {pageCount > 0 && (
          <>
            <Icon name="file" size={1} /> {pageCount}
          </>
        )}
      </span>
      {needsNote && (
        <span role="gridcell" className={css.noteCell}>
          <input
            className={css.note}
            aria-label={`${t.intake.paperNote}: ${paper.title}`}
            placeholder={t.intake.paperNote}
            value={paper.note}
            autoComplete="off"
            onChange={(event) => onChange({ note: event.target.value })}
          />
        </span>
      )}
      {error && (
        <span role="gridcell" className={cx(css.noteCell, css.error)}>
          {error}
        </span>
      )}
    </div>
  );
}

function readCount(text: string): number {
  const digits = text.replace(/\D/g, "").slice(-2);
  return Math.min(countMax, Number(digits));
}
