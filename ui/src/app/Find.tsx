import { useMemo, useRef, useState } from "react";
import type { DossierRow } from "../api/bindings";
import { useDesk } from "../api/client";
import { Code } from "../components/Code";
import { Kbd } from "../components/Kbd";
import { SearchBox } from "../components/SearchBox";
import { focusSoon } from "../lib/focusSoon";
import { hotkeys, useHotkey } from "../lib/hotkeys";
import { go } from "../lib/router";
import { useDelayed } from "../lib/useDelayed";
import { useMessages } from "../messages/context";
import css from "./Find.module.css";

/** How many are shown under the field; the list has the rest. */
const foundMax = 8;

const none: DossierRow[] = [];

/** Finds any dossier from any screen: words in any order, with or without marks, codes, numbers. */
export function Find() {
  const t = useMessages();
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const typed = useDelayed(text.trim());
  const { data: receipt } = useDesk("check_receipt", typed, { enabled: typed.includes("#") });
  const isReceipt = receipt !== undefined && receipt.verdict !== "foreign";
  const asked = isReceipt ? receipt.code : typed;
  const said = isReceipt ? t.frame.receipt[receipt.verdict](receipt.desk) : undefined;
  const { data: found, isFetching } = useDesk(
    "dossier_ids",
    { text: asked, queue: "all", scope: "office" },
    { enabled: asked !== "" },
  );
  const ids = asked === "" ? [] : (found?.ids.slice(0, foundMax) ?? []);
  const { data: rows = none, isFetching: areRowsComing } = useDesk(
    "dossier_rows",
    { ids },
    { enabled: ids.length > 0 },
  );
  // What is said of a receipt belongs to the item: the list draws an item it knows only once.
  const hits = useMemo(() => rows.map((row) => ({ row, said })), [rows, said]);
  useHotkey("find", () => {
    field.current?.focus();
    field.current?.select();
  });
  const open = (row: DossierRow) => {
    setText("");
    go({ screen: "dossier", id: row.id, pages: false });
    focusSoon(() => document.querySelector("main"));
  };
  return (
    <search className={css.find}>
      <SearchBox
        label={t.frame.find}
        labelAt="hidden"
        placeholder={t.frame.find}
        text={text}
        onText={setText}
        items={ids.length > 0 ? hits : []}
        idOf={({ row }) => row.id}
        textOf={({ row }) => row.code}
        onChoose={({ row }) => open(row)}
        onEnterEmpty={() => go({ screen: "dossiers", queue: "all", text: text.trim() })}
        isPending={typed !== text.trim() || isFetching || areRowsComing}
        empty={said ? `${said}. ${t.frame.receiptNothing}` : t.frame.findNothing}
        inputRef={field}
        after={<Kbd keys={hotkeys.find} />}
        render={({ row, said }) => (
          <span className={css.hit}>
            <Code code={row.code} />
            <span className={css.person}>{row.person}</span>
            <span className={css.procedure}>{said ?? row.procedure}</span>
          </span>
        )}
      />
    </search>
  );
}
