import { useState } from "react";
import type { ProcedureHit } from "../../api/bindings";
import { call, queryClient, queryKey, useDesk } from "../../api/client";
import { SearchBox } from "../../components/SearchBox";
import { focusSoon } from "../../lib/focusSoon";
import { useDelayed } from "../../lib/useDelayed";
import { useMessages } from "../../messages/context";
import { useForm, useWrong } from "./formContext";
import css from "./ProcedureColumn.module.css";

const hitsMax = 12;

/** Finds a procedure by code or words, with or without marks, in any order. */
export function ProcedureSearch() {
  const t = useMessages();
  const { edit } = useForm();
  const wrong = useWrong();
  const [text, setText] = useState("");
  const asked = useDelayed(text.trim());
  const {
    data: hits = [],
    isPlaceholderData,
    isFetching,
  } = useDesk("search_procedures", { text: asked, limit: hitsMax }, { enabled: asked !== "" });
  const choose = async (hit: ProcedureHit) => {
    const view = await queryClient.ensureQueryData({
      queryKey: queryKey("procedure", hit.code),
      queryFn: () => call("procedure", hit.code),
    });
    edit({ type: "procedure", view });
    focusSoon(() => document.querySelector<HTMLElement>("[data-papers] [data-cell]"));
  };
  return (
    <div data-procedure-search data-first>
      <SearchBox
        label={t.intake.procedure}
        labelAt="hidden"
        placeholder={t.intake.procedureSearch}
        text={text}
        onText={setText}
        items={asked === "" || text.trim() === "" ? [] : hits}
        idOf={({ code }) => code}
        textOf={({ name }) => name}
        onChoose={(hit) => void choose(hit)}
        empty={t.intake.procedureNone}
        isPending={asked !== text.trim() || isFetching || isPlaceholderData}
        error={wrong("procedure")}
        render={(hit) => <Hit hit={hit} />}
      />
    </div>
  );
}

function Hit({ hit }: { hit: ProcedureHit }) {
  const t = useMessages();
  const problem = t.intake.procedureProblem[hit.problem];
  return (
    <span className={css.hit}>
      <span className={css.hitName}>{hit.name}</span>
      <span className={css.hitFacts}>
        <span className={css.code}>{hit.code}</span> {hit.area}
        {hit.limitText !== "" && <> · {hit.limitText}</>}
        {problem && <strong> · {problem}</strong>}
      </span>
    </span>
  );
}
