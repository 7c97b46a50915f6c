type Plain = string | number | boolean | null | undefined;
type Writable<Value> = Value extends Plain
  ? Value
  : Value extends readonly (infer Item)[]
    ? Writable<Item>[]
    : { -readonly [Key in keyof Value]: Writable<Value[Key]> };

/** Our data is readonly and the shapes of schemas are not; an answer is judged by its schema all the same. */
export function answered<Value>(value: Value): Writable<Value> {
  return value as Writable<Value>;
}
