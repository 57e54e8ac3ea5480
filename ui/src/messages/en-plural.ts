/** The English plural ending. */
export const s = (n: number | string | undefined) => (Number(n) === 1 ? "" : "s");
