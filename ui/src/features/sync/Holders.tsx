import { useState } from "react";
import type { HolderView } from "../../api/bindings";
import { call } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { Button } from "../../components/Button";
import { ErrorNotice } from "../../components/ErrorNotice";
import { count } from "../../lib/number";
import { useMessages } from "../../messages/context";
import css from "./Sync.module.css";

/** For the lead: what each desk holds, and taking over what a dead desk held. */
export function Holders({ holders }: { holders: readonly HolderView[] }) {
  const t = useMessages();
  const [error, setError] = useState<CommandError>();
  if (holders.length === 0) return null;
  const take = (desk: string) =>
    call("take_over", desk).then(
      () => setError(undefined),
      (thrown: unknown) => setError(toCommandError(thrown)),
    );
  return (
    <section className={css.part}>
      <h2>{t.sync.holders}</h2>
      <table className={css.table} aria-label={t.sync.holders}>
        <tbody>
          {holders.map((holder) => (
            <tr key={holder.desk}>
              <td>{holder.label}</td>
              <td>{t.sync.held(count(holder.held))}</td>
              <td className={css.act}>
                {!holder.here && (
                  <Button
                    size="small"
                    aria-label={`${t.sync.takeOver}: ${holder.label}`}
                    onPress={() => void take(holder.desk)}
                  >
                    {t.sync.takeOver}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {error && <ErrorNotice error={error} />}
    </section>
  );
}
