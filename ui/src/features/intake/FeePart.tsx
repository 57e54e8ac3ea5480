import type { QuoteView } from "../../api/bindings";
import { NumberField } from "../../components/NumberField";
import { dong } from "../../lib/number";
import { useMessages } from "../../messages/context";
import { useDraft, useForm, useWrong } from "./formContext";
import css from "./PromiseColumn.module.css";

/** What is to be paid, charge by charge, with the catalogue's own words. */
export function FeePart({ quote }: { quote: QuoteView | undefined }) {
  const t = useMessages();
  const { edit, procedure } = useForm();
  const draft = useDraft("pages", "copies");
  const wrong = useWrong();
  return (
    <div className={css.fee}>
      <div className={css.total}>
        <h3 className={css.label}>{t.intake.toPay}</h3>
        {quote && <Total quote={quote} />}
      </div>
      {(procedure?.countsCopies || procedure?.countsPages) && (
        <div className={css.numbers}>
          {procedure.countsPages && (
            <NumberField
              label={t.intake.originalPages}
              value={draft.pages}
              onChange={(pages) => edit({ type: "set", patch: { pages } })}
              error={wrong("pages")}
            />
          )}
          {procedure.countsCopies && (
            <NumberField
              label={t.intake.copies}
              value={draft.copies}
              onChange={(copies) => edit({ type: "set", patch: { copies } })}
              error={wrong("copies")}
            />
          )}
        </div>
      )}
      {quote && quote.charges.length > 0 && (
        <ul className={css.charges}>
          {quote.charges.map((charge) => (
            <li key={`${charge.kind}${charge.name}`}>
              <div className={css.charge}>
                <span>{charge.name || t.intake.fee[charge.kind]}</span>
                {charge.amount !== null && quote.charges.length > 1 && <span>{dong(charge.amount)}</span>}
              </div>
              {charge.exemption !== "" && <p className={css.chargeNote}>{charge.exemption}</p>}
              {charge.note !== "" && <p className={css.chargeNote}>{charge.note}</p>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Total({ quote }: { quote: QuoteView }) {
  const t = useMessages();
  if (!quote.totalKnown) return <p className={css.unknown}>{t.intake.toPayUnknown}</p>;
  return <p className={css.amount}>{dong(quote.total)}</p>;
}
