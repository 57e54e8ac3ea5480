import { useRef, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { Button } from "../../components/Button";
import { DataGrid } from "../../components/DataGrid";
import { Select } from "../../components/Select";
import { TextField } from "../../components/TextField";
import { useGridCursor } from "../../components/useGridCursor";
import { useDeskActions } from "../../lib/actions";
import { hotkeys, useHotkey } from "../../lib/hotkeys";
import { count } from "../../lib/number";
import { go, type Queue, queues, remember } from "../../lib/router";
import { useMessages } from "../../messages/context";
import { useColumns } from "./columns";
import css from "./Dossiers.module.css";
import { useDossierList } from "./useDossierList";

const scopes = ["office", "desk", "mine"];

/** Every dossier in one grid; the queues are its tabs, the field filters while typing. */
export function Dossiers({ queue, text: asked }: { queue: Queue; text: string }) {
  const t = useMessages();
  const { openForward } = useDeskActions();
  const [text, setText] = useState(asked);
  const [scope, setScope] = useState("office");
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const field = useRef<HTMLInputElement>(null);
  const list = useDossierList({ text, queue, scope });
  const open = (index: number) => {
    const row = list.rowAt(index);
    if (!row) return;
    remember({ screen: "dossiers", queue, text });
    go({ screen: "dossier", id: row.id, pages: false });
  };
  const toggle = (index: number) => {
    const id = list.rowAt(index)?.id;
    if (id)
      setMarked(
        (before) => new Set(before.has(id) ? [...before].filter((one) => one !== id) : [...before, id]),
      );
  };
  const cursor = useGridCursor({ count: list.count, onOpen: open, onToggle: toggle });
  const forward = () => openForward(marked.size > 0 ? [...marked] : undefined);
  useHotkey("forward", forward);
  const columns = useColumns(marked);
  const filter = (typed: string) => {
    cursor.setActive(0);
    setText(typed);
  };
  return (
    <div className={css.screen}>
      <Tabs
        selectedKey={queue}
        onSelectionChange={(key) => go({ screen: "dossiers", queue: key as Queue, text })}
        className={css.tabs}
      >
        <TabList aria-label={t.dossiers.title} className={css.tabList}>
          {queues.map((id) => (
            <Tab key={id} id={id} className={css.tab}>
              {t.dossiers.queues[id]}
            </Tab>
          ))}
        </TabList>
        <TabPanel id={queue} className={css.panel}>
          <div className={css.bar}>
            {/* biome-ignore lint/a11y/noStaticElementInteractions: the field's own keys; arrows move the row */}
            <div className={css.filter} onKeyDown={cursor.onKeyDown}>
              <TextField
                autoFocus
                label={t.dossiers.filter}
                labelAt="hidden"
                placeholder={t.dossiers.filter}
                value={text}
                onChange={filter}
                inputRef={field}
              />
            </div>
            <Select
              label={t.dossiers.scope}
              labelAt="hidden"
              options={scopes.map((id) => ({ id, name: t.dossiers.scopes[id] ?? id }))}
              value={scope}
              onChange={setScope}
              className={css.scope}
            />
            <p className={css.count} aria-live="polite">
              {t.dossiers.count(count(list.count))}
              {list.isCut && <> {t.dossiers.cut}</>}
              {marked.size > 0 && <strong> · {t.dossiers.selected(count(marked.size))}</strong>}
            </p>
            {marked.size > 0 && (
              <Button look="quiet" onPress={() => setMarked(new Set())}>
                {t.dossiers.clearSelection}
              </Button>
            )}
            <Button hotkey={hotkeys.forward} onPress={forward}>
              {t.dossiers.forward}
            </Button>
          </div>
          <DataGrid
            label={t.dossiers.queues[queue] ?? ""}
            columns={columns}
            count={list.count}
            rowAt={list.rowAt}
            keyAt={list.keyAt}
            onRange={list.onRange}
            cursor={cursor}
            isSelected={(index) => marked.has(list.rowAt(index)?.id ?? "")}
            onOpen={open}
            onToggle={toggle}
            empty={list.isRead && <Empty queue={queue} text={text} onClear={() => filter("")} />}
          />
          <p className={css.hint}>{t.dossiers.hint}</p>
        </TabPanel>
      </Tabs>
    </div>
  );
}

function Empty({ queue, text, onClear }: { queue: Queue; text: string; onClear: () => void }) {
  const t = useMessages();
  if (text.trim() === "") return <p>{t.dossiers.empty[queue]}</p>;
  return (
    <>
      <p>{t.dossiers.nothing(text.trim())}</p>
      <Button onPress={onClear}>{t.dossiers.clearFilter}</Button>
    </>
  );
}
