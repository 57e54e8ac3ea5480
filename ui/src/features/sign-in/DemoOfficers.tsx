import type { DemoOfficer } from "../../api/bindings";
import { Button } from "../../components/Button";
import { useMessages } from "../../messages/context";
import css from "./Gate.module.css";

type Props = { officers: readonly DemoOfficer[]; onFill: (officer: DemoOfficer) => void };

/** Demo accounts with their public passwords; one press fills the form. */
export function DemoOfficers({ officers, onFill }: Props) {
  const t = useMessages();
  return (
    <section className={css.demo} aria-label={t.signIn.demo}>
      {officers.map((officer) => (
        <div key={officer.login} className={css.demoRow}>
          <div>
            <p className={css.demoName}>{officer.name}</p>
            <p className={css.secret}>
              {officer.login} · {officer.password}
            </p>
          </div>
          <Button size="small" aria-label={t.signIn.demoFill(officer.name)} onPress={() => onFill(officer)}>
            {t.signIn.demoFillShort}
          </Button>
        </div>
      ))}
    </section>
  );
}
