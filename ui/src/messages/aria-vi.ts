import * as english from "react-aria-components/i18n/en-US";

type Words = Record<string, unknown>;

// Its declaration calls the default export a type; it is the dictionary itself.
const { default: englishWords } = english as unknown as { default: Record<string, Words> };

const n = (args: Record<string, unknown>) => String(args.count ?? args.optionCount ?? "");

/** What React Aria says to screen readers and in its own labels, in Vietnamese. */
export const ariaVi: Record<string, Words> = {
  "@react-aria/autocomplete": { collectionLabel: "Gợi ý" },
  "@react-aria/combobox": {
    buttonLabel: "Mở gợi ý",
    listboxLabel: "Gợi ý",
    countAnnouncement: (args: Words) => `Có ${n(args)} lựa chọn.`,
    focusAnnouncement: (args: Words) => `${String(args.optionText)}${args.isSelected ? ", đã chọn" : ""}`,
    selectedAnnouncement: (args: Words) => `${String(args.optionText)}, đã chọn`,
  },
  "@react-aria/grid": {
    select: "Chọn",
    selectedAll: "Đã chọn tất cả.",
    selectedCount: (args: Words) => `Đã chọn ${n(args)} mục.`,
    selectedItem: (args: Words) => `Đã chọn ${String(args.item)}.`,
    deselectedItem: (args: Words) => `Đã bỏ chọn ${String(args.item)}.`,
    longPressToSelect: "Nhấn giữ để chọn.",
  },
  "@react-aria/gridlist": {
    hasActionAnnouncement: "dòng mở được",
    hasLinkAnnouncement: () => "dòng có liên kết",
  },
  "@react-aria/menu": { longPressMessage: "Nhấn giữ hoặc nhấn Alt + mũi tên xuống để mở" },
  "@react-aria/numberfield": {
    decrease: (args: Words) => `Giảm ${String(args.fieldLabel)}`,
    increase: (args: Words) => `Tăng ${String(args.fieldLabel)}`,
    numberField: "Ô số",
  },
  "@react-aria/overlays": { dismiss: "Đóng" },
  "@react-aria/searchfield": { "Clear search": "Xóa chữ tìm" },
  "@react-aria/spinbutton": { Empty: "Trống" },
  "@react-aria/tag": { removeButtonLabel: "Bỏ", removeDescription: "Nhấn Delete để bỏ." },
  "@react-aria/toast": { close: "Đóng", notifications: (args: Words) => `${n(args)} thông báo.` },
  "@react-aria/breadcrumbs": { breadcrumbs: "Đường dẫn" },
  "@react-aria/steplist": { steplist: "Các bước" },
  "@react-aria/tree": { expand: "Mở ra", collapse: "Thu lại" },
  "@react-aria/table": { select: "Chọn", selectAll: "Chọn tất cả", expand: "Mở ra", collapse: "Thu lại" },
  "react-aria-components": {
    selectPlaceholder: "Chọn",
    tableResizer: "Đổi độ rộng",
    dropzoneLabel: "Nơi thả tệp",
    colorSwatchPicker: "Mẫu màu",
  },
  "@react-aria/dnd": {
    dropDescriptionKeyboard: "Nhấn Enter để thả. Nhấn Escape để thôi.",
    dropDescriptionTouch: "Chạm hai lần để thả.",
    dropDescriptionVirtual: "Nhấn để thả.",
    dropCanceled: "Đã thôi thả.",
    dropComplete: "Đã thả.",
  },
};

/**
 * React Aria carries no Vietnamese. It reads these two symbols once, when its first string is needed, so this
 * runs before anything of it. The hook is internal: the version is pinned and a test guards it.
 */
export function installAriaStrings(language: string): void {
  if (language !== "vi") return;
  const all: Record<string, Words> = {};
  for (const [part, words] of Object.entries(englishWords)) all[part] = { ...words, ...ariaVi[part] };
  const target = window as unknown as Record<symbol, unknown>;
  target[Symbol.for("react-aria.i18n.locale")] = "vi-VN";
  target[Symbol.for("react-aria.i18n.strings")] = all;
}
