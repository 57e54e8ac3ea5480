import { isCardText } from "./burst";

/** Digits of what was typed. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** A personal number as it is read aloud: "037 1 88 004321"; anything else as it is. */
export function readNumber(number: string): string {
  const digits = digitsOf(number);
  if (digits.length !== 12) return number;
  return `${digits.slice(0, 3)} ${digits.slice(3, 4)} ${digits.slice(4, 6)} ${digits.slice(6)}`;
}

/** "0912 345 678" */
export function readPhone(phone: string): string {
  const digits = digitsOf(phone);
  if (phone.trim().startsWith("+") || digits.length !== 10) return phone.trim();
  return `${digits.slice(0, 4)} ${digits.slice(4, 7)} ${digits.slice(7)}`;
}

/** A birth date as typed in digits, made readable when the field is left: "12051988" → "12/05/1988". */
export function readBirth(birth: string): string {
  const text = birth.trim();
  if (/^\d{8}$/.test(text)) return `${text.slice(0, 2)}/${text.slice(2, 4)}/${text.slice(4)}`;
  const iso = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  return iso ? `${iso[3]}/${iso[2]}/${iso[1]}` : text;
}

export type TypedFirst = "empty" | "number" | "code" | "card" | "words";

/** What the first field of intake was given: a person's number, a procedure's code, or words of the errand. */
export function kindOfTyped(text: string): TypedFirst {
  const typed = text.trim();
  if (typed === "") return "empty";
  if (isCardText(typed)) return "card";
  if (/^\d\.\d{3,}/.test(typed)) return "code";
  const digits = digitsOf(typed);
  return digits.length >= 9 && /^[\d\s.-]+$/.test(typed) ? "number" : "words";
}
