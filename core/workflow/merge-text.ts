/**
 * Three-way merge of a long text by its lines (SYNC A3): what two people changed in different places holds for both.
 * Pure and bounded, as both the server and every phone run it on what anybody may have sent.
 */

/** Lines of one side times lines of the other that are compared; beyond it the texts count as not mergeable. */
const cellsMax = 1_000_000;

/** Null where both changed the same place, or places without an unchanged line between them. */
export function mergeText(base: string, mine: string, theirs: string): string | null {
  if (mine === theirs || theirs === base) return mine;
  if (mine === base) return theirs;
  const lines = { base: base.split("\n"), mine: mine.split("\n"), theirs: theirs.split("\n") };
  const inMine = matchLines(lines.base, lines.mine);
  const inTheirs = matchLines(lines.base, lines.theirs);
  if (inMine === null || inTheirs === null) return null;
  const merged: string[] = [];
  let [from, mineFrom, theirsFrom] = [0, 0, 0];
  for (let at = 0; at <= lines.base.length; at += 1) {
    const isEnd = at === lines.base.length;
    const mineAt = isEnd ? lines.mine.length : inMine[at];
    const theirsAt = isEnd ? lines.theirs.length : inTheirs[at];
    if (mineAt === undefined || theirsAt === undefined) continue;
    const part = mergePart(
      lines.base.slice(from, at),
      lines.mine.slice(mineFrom, mineAt),
      lines.theirs.slice(theirsFrom, theirsAt),
    );
    if (part === null) return null;
    merged.push(...part, ...lines.base.slice(at, at + 1));
    [from, mineFrom, theirsFrom] = [at + 1, mineAt + 1, theirsAt + 1];
  }
  return merged.join("\n");
}

function mergePart(
  base: readonly string[],
  mine: readonly string[],
  theirs: readonly string[],
): readonly string[] | null {
  if (isSame(mine, base)) return theirs;
  return isSame(theirs, base) || isSame(mine, theirs) ? mine : null;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((line, index) => line === other[index]);
}

/**
 * Where each line of `base` stands in `other`, in order, by a longest common subsequence; undefined for a line that
 * is gone. Null: more than is compared.
 */
function matchLines(
  base: readonly string[],
  other: readonly string[],
): readonly (number | undefined)[] | null {
  const found: (number | undefined)[] = new Array(base.length).fill(undefined);
  let start = 0;
  while (start < base.length && start < other.length && base[start] === other[start]) found[start] = start++;
  let [baseEnd, otherEnd] = [base.length, other.length];
  while (baseEnd > start && otherEnd > start && base[baseEnd - 1] === other[otherEnd - 1])
    found[--baseEnd] = --otherEnd;
  const [rows, columns] = [baseEnd - start, otherEnd - start];
  if (rows * columns > cellsMax) return null;
  const width = columns + 1;
  // The longest common part of what follows, for each pair of lines.
  const lengths = new Uint16Array((rows + 1) * width);
  const lengthAt = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  const isEqual = (row: number, column: number): boolean => base[start + row] === other[start + column];
  for (let row = rows - 1; row >= 0; row -= 1) {
    for (let column = columns - 1; column >= 0; column -= 1) {
      lengths[row * width + column] = isEqual(row, column)
        ? lengthAt(row + 1, column + 1) + 1
        : Math.max(lengthAt(row + 1, column), lengthAt(row, column + 1));
    }
  }
  for (let row = 0, column = 0; row < rows && column < columns; ) {
    if (isEqual(row, column)) found[start + row++] = start + column++;
    else if (lengthAt(row + 1, column) >= lengthAt(row, column + 1)) row += 1;
    else column += 1;
  }
  return found;
}
