import { useState } from "react";
import type { CourierMade, CourierView } from "../../api/bindings";
import { call, useDesk } from "../../api/client";
import { type CommandError, toCommandError } from "../../api/errors";
import { Choice } from "../../components/Choice";
import { ErrorNotice } from "../../components/ErrorNotice";
import { TellingDialog } from "../../components/TellingDialog";
import { TextField } from "../../components/TextField";
import { bytes, count } from "../../lib/number";
import { useMessages } from "../../messages/context";
import { CourierMadeNote } from "./CourierMadeNote";
import css from "./Sync.module.css";

/** Sticks offered by name; others are typed. */
const sticksShown = 3;
const otherFolder = "other";
/** Largest file in bytes; 0 is as much as fits there. */
const sizes = { all: 0, gigabyte: 1_000_000_000, small: 100_000_000 };
type Size = keyof typeof sizes;

/** Copies what waits to a stick. It says that it is there only once it was read back. */
export function CourierCopy({ onClose }: { onClose: () => void }) {
  const { data: courier } = useDesk("courier", null, { fresh: true });
  return courier ? <Copying courier={courier} onClose={onClose} /> : null;
}

function Copying({ courier, onClose }: { courier: CourierView; onClose: () => void }) {
  const t = useMessages();
  const [place, setPlace] = useState(courier.places[0]?.folder ?? courier.documents);
  const [typed, setTyped] = useState("");
  const [size, setSize] = useState<Size>("all");
  const [isBusy, setBusy] = useState(false);
  const [made, setMade] = useState<CourierMade>();
  const [error, setError] = useState<CommandError>();
  const folder = place === otherFolder ? typed.trim() : place;
  const isNothing = courier.events + courier.files === 0;
  const copy = async () => {
    if (isBusy || folder === "") return;
    setBusy(true);
    setError(undefined);
    try {
      setMade(await call("courier_export", { folder, bytesMax: sizes[size] }));
    } catch (thrown) {
      setError(toCommandError(thrown));
    }
    setBusy(false);
  };
  return (
    <TellingDialog
      title={t.courier.copyTitle}
      onClose={onClose}
      act={{
        words: isBusy ? t.courier.copying : t.courier.copy,
        isBusy,
        isDisabled: folder === "",
        onPress: () => void copy(),
      }}
      isDone={made !== undefined || isNothing}
    >
      {made ? (
        <CourierMadeNote made={made} />
      ) : isNothing ? (
        <Waits courier={courier} />
      ) : (
        <div className={css.deciding}>
          <Waits courier={courier} />
          <Choice
            autoFocus
            label={t.courier.to}
            labelAt="top"
            look="rows"
            options={[
              ...courier.places.slice(0, sticksShown).map(({ folder: id, name, free }) => ({
                id,
                name: t.courier.stick(name, bytes(free)),
              })),
              { id: courier.documents, name: t.courier.documents },
              { id: otherFolder, name: t.courier.otherFolder },
            ]}
            value={place}
            onChange={setPlace}
          />
          {place === otherFolder && (
            <TextField
              label={t.courier.folder}
              labelAt="top"
              name="folder"
              mono
              value={typed}
              onChange={setTyped}
              onEnter={() => void copy()}
            />
          )}
          <Choice
            label={t.courier.size}
            labelAt="top"
            options={(Object.keys(sizes) as Size[]).map((id) => ({ id, name: t.courier.sizes[id] }))}
            value={size}
            onChange={(chosen) => setSize(chosen as Size)}
          />
          <p className={css.dim}>{t.courier.keepIn}</p>
          {error && <ErrorNotice error={error} />}
        </div>
      )}
    </TellingDialog>
  );
}

/** What would go, and what of it lies in an earlier bundle. */
function Waits({ courier }: { courier: CourierView }) {
  const t = useMessages();
  const waits = courier.events + courier.files > 0;
  return (
    <div>
      {waits && <p>{t.courier.waiting(count(courier.events), count(courier.files), bytes(courier.bytes))}</p>}
      {!waits && courier.unsealed === 0 && <p>{t.courier.nothing}</p>}
      {courier.filesCopied > 0 && <p>{t.courier.waitingCopied(count(courier.filesCopied))}</p>}
      {courier.unsealed > 0 && <p>{t.courier.unsealed(count(courier.unsealed))}</p>}
    </div>
  );
}
