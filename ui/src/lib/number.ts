const whole = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 1 });

/** "1.234" */
export function count(value: number): string {
  return whole.format(value);
}

/** "12.000 đ" with a space that never breaks. */
export function dong(amount: number): string {
  return `${whole.format(amount)}\u00a0đ`;
}

/** "1,4 MB" */
export function bytes(size: number): string {
  if (size < 1024) return `${whole.format(size)}\u00a0B`;
  if (size < 1024 * 1024) return `${whole.format(size / 1024)}\u00a0KB`;
  if (size < 1024 ** 3) return `${tenth.format(size / 1024 ** 2)}\u00a0MB`;
  return `${tenth.format(size / 1024 ** 3)}\u00a0GB`;
}
