export interface PickerOption<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** A second, quieter line: the asset's place, the person's role. */
  readonly note?: string | undefined;
  /** A child of the option above it. */
  readonly indent?: boolean;
}

/** The options that contain every word of the query, in their order; all of them for an empty query. */
export function pickerMatches<Id extends string>(
  options: readonly PickerOption<Id>[],
  query: string,
): readonly PickerOption<Id>[] {
  const words = query.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return options;
  return options.filter((option) => {
    const text = `${option.label} ${option.note ?? ""}`.normalize("NFKC").toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
