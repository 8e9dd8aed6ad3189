/** The number that a field's raw value says. A NumberInput hands over text while a number is unfinished or has zeros at its end ("1.", "1.50"). */
export function numberOf(value: string | number): number | undefined {
  const said = typeof value === "number" ? value : value.trim() === "" ? NaN : Number(value);
  return Number.isFinite(said) ? said : undefined;
}
