import type { DossierView, PartyDraft } from "../../api/bindings";
import { useDesk } from "../../api/client";
import { useNow } from "../../api/useNow";
import { readBirth, readNumber, readPhone } from "../../lib/identity";
import { dong } from "../../lib/number";
import { moment } from "../../lib/time";
import { useMessages } from "../../messages/context";
import { printWords } from "../printing/printWords";
import css from "./Dossier.module.css";

/** People, money, delivery, note. */
export function SideFacts({ dossier }: { dossier: DossierView }) {
  const t = useMessages();
  const now = useNow();
  return (
    <div className={css.facts}>
      <section className={css.part} aria-label={t.dossier.people}>
        <h2 className={css.partName}>{t.dossier.people}</h2>
        {dossier.parties.map((party) => (
          <Party
            key={`${party.role} ${party.number} ${party.name}`}
            party={party}
            isOne={dossier.parties.length === 1}
          />
        ))}
        <p className={css.dim}>
          {t.intake.capacity}: {t.intake.capacities[dossier.capacity] ?? dossier.capacity}
          {dossier.submitter !== "" && <> – {dossier.submitter}</>}
        </p>
      </section>
      <section className={css.part} aria-label={t.dossier.money}>
        <h2 className={css.partName}>{t.dossier.money}</h2>
        {dossier.charges.map((charge) => (
          <p key={`${charge.kind}${charge.name}`} className={css.charge}>
            <span>{charge.name || t.intake.fee[charge.kind]}</span>
            <span>{charge.amount === null ? charge.note : dong(charge.amount)}</span>
          </p>
        ))}
        <p className={css.charge}>
          <strong>{t.dossier.moneyStatus[dossier.money] ?? dossier.money}</strong>
          <strong>{dossier.money === "no_charge" ? "" : dong(dossier.total)}</strong>
        </p>
      </section>
      <section className={css.part} aria-label={t.dossier.delivery}>
        <h2 className={css.partName}>{t.dossier.delivery}</h2>
        <p>{t.intake.deliveries[dossier.delivery] ?? dossier.delivery}</p>
        <p className={css.dim}>
          {t.dossier.deliveryStatus[dossier.deliveryStatus] ?? dossier.deliveryStatus}
        </p>
        {dossier.printJobs.map((job) => (
          <p key={job.id} className={css.dim}>
            {job.reprintNo > 0 ? t.dossier.reprinted(job.reprintNo) : t.dossier.receipt}: {printWords(job, t)}
            , {moment(job.at, now)}
          </p>
        ))}
        {dossier.note !== "" && (
          <p>
            {t.intake.note}: {dossier.note}
          </p>
        )}
      </section>
    </div>
  );
}

function Party({ party, isOne }: { party: PartyDraft; isOne: boolean }) {
  const t = useMessages();
  const { data: wards } = useDesk("search_wards", party.ward, { enabled: party.ward !== "", fresh: true });
  const ward = wards?.find(({ code }) => code === party.ward);
  const address = [party.addressLine, ward && `${ward.name}, ${ward.provinceName}`]
    .filter(Boolean)
    .join(", ");
  return (
    <div>
      {!isOne && <p className={css.dim}>{t.intake.roles[party.role] ?? party.role}</p>}
      <p>
        <strong>{party.name}</strong>
      </p>
      <p className={css.dim}>
        {[readNumber(party.number || party.taxCode), readBirth(party.birth), readPhone(party.phone)]
          .filter(Boolean)
          .map((number) => number.replaceAll(" ", "\u00a0"))
          .join(" · ")}
      </p>
      {address !== "" && <p className={css.dim}>{address}</p>}
    </div>
  );
}
