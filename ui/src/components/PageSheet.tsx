import { useEffect, useRef, useState } from "react";
import type { AttachmentView } from "../api/bindings";
import { pageUrl } from "../api/client";
import type { Size } from "../lib/pdf";
import { useErrorWords, useMessages } from "../messages/context";
import css from "./PageViewer.module.css";
import { isPdf } from "./Thumbnail";
import { usePdf } from "./usePdf";

type Props = {
  page: AttachmentView;
  /** Which page of its file, from 1. */
  number: number;
  /** What there is room for. */
  room: Size;
  /** 1: the whole page is seen. */
  zoom: number;
};

/** One page, large. */
export function PageSheet(props: Props) {
  return isPdf(props.page) ? <PdfSheet {...props} /> : <PictureSheet {...props} />;
}

function PictureSheet({ page, room, zoom }: Props) {
  const t = useMessages();
  const [size, setSize] = useState<Size>();
  const [hasFailed, setFailed] = useState(false);
  if (hasFailed) return <p className={css.noPicture}>{page.local ? t.pages.noPicture : t.pages.notLocal}</p>;
  return (
    <img
      src={pageUrl(page.id, "full")}
      alt={page.name}
      draggable={false}
      style={size && size.width > 0 ? fitted(size, room, zoom) : undefined}
      onLoad={({ currentTarget: { naturalWidth: width, naturalHeight: height } }) =>
        setSize({ width, height })
      }
      onError={() => setFailed(true)}
    />
  );
}

function PdfSheet({ page, number, room, zoom }: Props) {
  const t = useMessages();
  const words = useErrorWords();
  const { pdf, hasFailed, error } = usePdf(page);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<Size>();
  const [isBroken, setBroken] = useState(false);
  const [isDrawn, setDrawn] = useState(false);
  const { width: roomWidth, height: roomHeight } = room;
  useEffect(() => {
    let isGone = false;
    // One page that cannot be drawn does not take the others with it.
    setBroken(false);
    const show = async () => {
      if (!pdf || roomWidth === 0) return;
      const own = await pdf.sizeOf(number);
      const wanted = fitted(own, { width: roomWidth, height: roomHeight }, zoom);
      const drawn = await pdf.draw(number, wanted.width * window.devicePixelRatio);
      if (isGone || !canvas.current) return;
      canvas.current.width = drawn.width;
      canvas.current.height = drawn.height;
      canvas.current.getContext("2d")?.drawImage(drawn, 0, 0);
      setSize(wanted);
      setDrawn(true);
    };
    show().catch(() => !isGone && setBroken(true));
    return () => {
      isGone = true;
    };
  }, [pdf, number, roomWidth, roomHeight, zoom]);
  if (hasFailed || isBroken)
    return <p className={css.noPicture}>{error ? words(error.view) : t.pages.pdfUnreadable}</p>;
  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={t.pages.pageOf(page.name, number)}
      aria-busy={!isDrawn}
      data-page={number}
      style={size}
      hidden={!isDrawn}
    />
  );
}

/** How large it becomes: all of it in the room, times the zoom. */
function fitted(size: Size, room: Size, zoom: number): Size {
  const scale = Math.min(room.width / size.width, room.height / size.height) * zoom;
  return { width: Math.floor(size.width * scale), height: Math.floor(size.height * scale) };
}
