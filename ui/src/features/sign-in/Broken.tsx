import type { ErrorView } from "../../api/bindings";
import { queryClient } from "../../api/client";
import { Button } from "../../components/Button";
import { Notice } from "../../components/Notice";
import { useErrorWords, useMessages } from "../../messages/context";
import { Brand } from "./Brand";
import css from "./Gate.module.css";

/** The desk cannot open: why, what is safe, what to do. */
export function Broken({ problem }: { problem: ErrorView | null }) {
  const t = useMessages();
  const words = useErrorWords();
  return (
    <main className={css.gate}>
      <section className={css.panel}>
        <Brand />
        <h1 className={css.title}>{t.broken.title}</h1>
        <Notice tone="late" live>
          {words(problem ?? { code: "window.unreachable", params: {} })}
        </Notice>
        {problem && problem.traceId !== "" && <p className={css.lead}>{t.common.trace(problem.traceId)}</p>}
        <div className={css.actions}>
          <Button look="main" onPress={() => void queryClient.resetQueries({ queryKey: ["app_state"] })}>
            {t.broken.retry}
          </Button>
        </div>
      </section>
    </main>
  );
}
