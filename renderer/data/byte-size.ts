/**
 * Bytes an answer holds, near enough to bound a cache: its typed arrays exactly, a rough figure for every other item. Looks
 * two levels deep, which is as deep as the contract's tables put their columns; a list of tables is no level.
 */
export function byteSize(value: unknown, levels = 2): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (Array.isArray(value)) {
    const isOfTables = typeof value[0] === 'object' && value[0] !== null && levels > 0;
    return isOfTables
      ? value.reduce((sum: number, each) => sum + byteSize(each, levels), 64)
      : 64 * value.length;
  }
  if (typeof value === 'string') return 2 * value.length;
  if (typeof value !== 'object' || value === null || levels === 0) return 16;
  let bytes = 64;
  for (const part of Object.values(value)) bytes += byteSize(part, levels - 1);
  return bytes;
}
