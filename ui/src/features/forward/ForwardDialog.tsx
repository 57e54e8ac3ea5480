import { useState } from "react";
import type { DossierRow } from "../../api/bindings";
import { call, useDesk } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { Button } from "../../components/Button";
import { Checkbox } from "../../components/Checkbox";
import { Choice } from "../../components/Choice";
import { Code } from "../../components/Code";
import { Dialog } from "../../components/Dialog";
import { ErrorNotice } from "../../components/ErrorNotice";
import { Notice } from "../../components/Notice";
import { count } from "../../lib/number";
import { uuidv7 } from "../../lib/uuid";
import { useMessages } from "../../messages/context";
import css from "./ForwardDialog.module.css";
import { useForwardable } from "./useForwardable";

type Props = { dossiers?: readonly string[] | undefined; onClose: () => void };

/** F7: the list of what can be handed over and where to. Nothing leaves before the button says so. */
export function ForwardDialog({ dossiers, onClose }: Props) {
  const t = useMessages();
  const found = useForwardable(dossiers);
  const rows = found ?? [];
  const isNothing = found?.length === 0;
  const { data: targets = [] } = useDesk("forward_targets", null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [to, setTo] = useState("");
  const [error, setError] = useState<CommandError>();
  const [done, setDone] = useState<string>();
  // Made once: a second press of the button is the same request.
  const [requestId] = useState(() => uuidv7());
  const chosen = rows.filter(({ id }) => !left.has(id));
  const target = targets.length === 1 ? targets[0] : targets.find(({ id }) => id === to);
  const forward = async () => {
    if (!target || chosen.length === 0) return;
    setError(undefined);
    try {
      await call("forward", { requestId, dossiers: chosen.map(({ id }) => id), to: target.id });
      setDone(t.forward.done(count(chosen.length), target.name));
    } catch (thrown) {
      setError(toCommandError(thrown));
    }
  };
  const toggle = (id: string, isIn: boolean) =>
    setLeft((before) => new Set(isIn ? [...before].filter((one) => one !== id) : [...before, id]));
  if (done !== undefined) return <Done words={done} onClose={onClose} />;
  return (
    <Dialog
      isOpen
      size={isNothing ? "normal" : "wide"}
      title={t.forward.title}
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{isNothing ? t.common.close : t.common.cancel}</Button>
          {rows.length > 0 && (
            <Button look="main" isDisabled={!target || chosen.length === 0} onPress={() => void forward()}>
              {t.forward.submit(count(chosen.length))}
            </Button>
          )}
        </>
      }
    >
      <p className={css.lead}>{isNothing ? t.forward.none : t.forward.lead}</p>
      {rows.length > 0 && (
        <div className={css.parts}>
          <Rows
            rows={rows}
            left={left}
            onToggle={toggle}
            onAll={(isIn) => setLeft(new Set(isIn ? [] : rows.map(({ id }) => id)))}
          />
          <div className={css.to}>
            {targets.length === 0 ? (
              <Notice tone="soon">{t.forward.noTarget}</Notice>
            ) : (
              <Choice
                autoFocus
                look="rows"
                label={t.forward.to}
                labelAt="top"
                value={target?.id ?? ""}
                onChange={setTo}
                options={targets}
              />
            )}
          </div>
        </div>
      )}
      {error && <ErrorNotice error={error} />}
    </Dialog>
  );
}

type RowsProps = {
  rows: readonly DossierRow[];
  left: ReadonlySet<string>;
  onToggle: (id: string, isIn: boolean) => void;
  onAll: (isIn: boolean) => void;
};

function Rows({ rows, left, onToggle, onAll }: RowsProps) {
  const t = useMessages();
  return (
    <fieldset className={css.list}>
      <legend className={css.legend}>{t.forward.list}</legend>
      <Checkbox
        isSelected={left.size === 0}
        isIndeterminate={left.size > 0 && left.size < rows.length}
        onChange={onAll}
      >
        {t.forward.all}
      </Checkbox>
      <div className={css.rows}>
        {rows.map((row) => (
          <Checkbox key={row.id} isSelected={!left.has(row.id)} onChange={(isIn) => onToggle(row.id, isIn)}>
            <span className={css.row}>
              <Code code={row.code} />
              <strong>{row.person}</strong>
              <span className={css.procedure}>{row.procedure}</span>
              {row.digitise && <em>{t.forward.unscanned}</em>}
            </span>
          </Checkbox>
        ))}
      </div>
    </fieldset>
  );
}

function Done({ words, onClose }: { words: string; onClose: () => void }) {
  const t = useMessages();
  return (
    <Dialog
      isOpen
      size="small"
      title={t.forward.title}
      onClose={onClose}
      footer={
        <Button look="main" autoFocus onPress={onClose}>
          {t.common.close}
        </Button>
      }
    >
      <Notice tone="done" live>
        {words}
      </Notice>
    </Dialog>
  );
}
