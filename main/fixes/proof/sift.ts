/** A series in which something makes things worse, taken apart. */
export interface Sifted<T> {
  /** Together they make nothing worse; in their order. */
  readonly fine: readonly T[];
  readonly guilty: readonly { readonly item: T; readonly reason: string }[];
}

/**
 * Finds those of a series that make things worse, by halves: each half is tried on top of what is known to be fine, and a half that is
 * worse is halved again. One that is guilty among `n` takes about 2 log2(n) trials. Where two are only worse together, the later one
 * is guilty.
 *
 * @param reason what speaks against the whole series
 * @param whyWorse tries a part of the series; what speaks against it, or `null`
 */
export async function sift<T>(
  all: readonly T[],
  reason: string,
  whyWorse: (part: readonly T[]) => Promise<string | null>,
): Promise<Sifted<T>> {
  const fine: T[] = [];
  const guilty: { item: T; reason: string }[] = [];

  /** @param known what is known to speak against the part on top of what is fine; `null`: it has to be tried */
  async function part(items: readonly T[], known: string | null): Promise<boolean> {
    const [only, more] = items;
    if (only === undefined) return true;
    const why = known ?? (await whyWorse([...fine, ...items]));
    if (why === null) {
      fine.push(...items);
      return true;
    }
    if (more === undefined) {
      guilty.push({ item: only, reason: why });
      return false;
    }
    const middle = Math.ceil(items.length / 2);
    const isFirstFine = await part(items.slice(0, middle), null);
    // With a first half that is fine, trying the second one would only repeat what is known of both.
    await part(items.slice(middle), isFirstFine ? why : null);
    return false;
  }

  await part(all, reason);
  return { fine, guilty };
}
