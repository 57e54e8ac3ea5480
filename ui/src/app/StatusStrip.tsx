import { useRef } from "react";
import { useLandmark } from "react-aria/useLandmark";
import type { DeviceView, StripView, WipeView } from "../api/bindings";
import { useDesk } from "../api/client";
import { Icon } from "../components/Icon";
import { useDeskActions } from "../lib/actions";
import { cx } from "../lib/class";
import { count } from "../lib/number";
import { go } from "../lib/router";
import { moment } from "../lib/time";
import { useMessages } from "../messages/context";
import { roomWords } from "../messages/roomWords";
import { wipeLeft } from "../messages/wipeLeft";
import { ClockPart } from "./ClockPart";
import css from "./StatusStrip.module.css";
import { StripPart } from "./StripPart";

/** The desk's word is asked for again this often, so that the minute is right. */
const readAgainMs = 10_000;

/** The product's honesty: each part opens what it speaks of; online it is quiet. */
export function StatusStrip({ label }: { label: string }) {
  const t = useMessages();
  const { data: strip } = useDesk("strip", null, { refetchInterval: readAgainMs });
  const bar = useRef<HTMLElement>(null);
  const { landmarkProps } = useLandmark({ role: "contentinfo", "aria-label": t.frame.strip }, bar);
  return (
    <footer {...landmarkProps} ref={bar} className={css.strip}>
      {strip && (
        <>
          <LinkParts strip={strip} />
          <span className={css.gap} />
          <Devices strip={strip} />
          <RoomPart strip={strip} />
          <ClockPart now={strip.now} isRight={strip.clockOk} />
          <StripPart onPress={() => go({ screen: "settings" })}>{label}</StripPart>
        </>
      )}
    </footer>
  );
}

function LinkParts({ strip }: { strip: StripView }) {
  const t = useMessages();
  const toSync = () => go({ screen: "sync" });
  const since = strip.linkSince === null ? "" : moment(strip.linkSince, strip.now);
  const needsUpdate = strip.linkReason === "update";
  const words = {
    online: needsUpdate ? t.strip.update : t.strip.online,
    connecting: t.strip.connecting,
    offline: t.strip.offline(since),
  }[strip.link];
  return (
    <>
      <StripPart
        onPress={toSync}
        tone={strip.link === "offline" || needsUpdate ? "soon" : undefined}
        title={t.linkReason[strip.linkReason]}
      >
        <span className={cx(css.dot, css[strip.link])} />
        {words}
      </StripPart>
      {strip.receiving && (
        <StripPart onPress={toSync}>
          {t.sync.receiving}: {t.sync.receivedOf(count(strip.receiving.taken), count(strip.receiving.total))}
        </StripPart>
      )}
      {strip.wipe && (
        <StripPart onPress={toSync} tone="late" title={t.strip.wipeNote}>
          <Icon name="warning" />
          {wipeWords(strip.wipe, t)}
        </StripPart>
      )}
      <StripPart onPress={toSync}>{unsentWords(strip, t)}</StripPart>
      <CodesPart strip={strip} />
    </>
  );
}

function unsentWords(strip: StripView, t: ReturnType<typeof useMessages>): string {
  if (strip.unsent > 0) return t.strip.unsent(count(strip.unsent));
  return strip.unsentFiles > 0 ? t.strip.unsentFiles(count(strip.unsentFiles)) : t.strip.allSent;
}

function wipeWords(wipe: WipeView, t: ReturnType<typeof useMessages>): string {
  const left = wipeLeft(wipe, t);
  return left === "" ? t.strip.wipeNow : `${t.strip.wipe}: ${left}`;
}

function CodesPart({ strip }: { strip: StripView }) {
  const t = useMessages();
  const problem = t.strip.numbering[strip.numberingProblem];
  const isLow = strip.codesLeft <= strip.codesLow;
  const words =
    problem ?? (strip.codesLeft === 0 ? t.strip.noCodes : t.strip.codesLeft(count(strip.codesLeft)));
  return (
    <StripPart
      onPress={() => go({ screen: "sync" })}
      tone={problem ? "late" : isLow ? "soon" : undefined}
      title={t.strip.numberingNote[strip.numberingProblem]}
    >
      {(problem || isLow) && <Icon name="warning" />}
      {words}
    </StripPart>
  );
}

function RoomPart({ strip }: { strip: StripView }) {
  const t = useMessages();
  const room = roomWords(strip, t);
  if (room === null) return null;
  return (
    <StripPart onPress={() => go({ screen: "sync" })} tone={room.tone} title={t.strip.diskNote}>
      <Icon name="warning" />
      {room.words}
    </StripPart>
  );
}

function Devices({ strip }: { strip: StripView }) {
  const t = useMessages();
  const actions = useDeskActions();
  const toSettings = () => go({ screen: "settings" });
  return (
    <>
      {strip.printWaiting > 0 && (
        <StripPart onPress={actions.openPrintJobs} tone="soon">
          <Icon name="print" />
          {t.strip.printWaiting(count(strip.printWaiting))}
        </StripPart>
      )}
      <DevicePart name={t.strip.printer} device={strip.printer} onPress={toSettings} />
      <DevicePart name={t.strip.scanner} device={strip.scanner} onPress={toSettings} />
    </>
  );
}

function DevicePart({ name, device, onPress }: { name: string; device: DeviceView; onPress: () => void }) {
  const t = useMessages();
  const isReady = device.state === "ready";
  const trouble =
    device.state === "trouble" ? (t.strip.trouble[device.reason] ?? t.strip.trouble.unknown) : "";
  const words = trouble || t.strip.device[device.state];
  return (
    <StripPart
      onPress={onPress}
      tone={device.state === "trouble" ? "late" : undefined}
      title={device.name}
      label={`${name}: ${words}`}
    >
      {isReady ? name : `${name}: ${words}`}
      {isReady && <Icon name="check" />}
    </StripPart>
  );
}
