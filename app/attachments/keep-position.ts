/** Whether a photo may say where it was taken: a person's own choice, on this phone. */
const key = "genba-keep-position";

export function isPositionKept(): boolean {
  return localStorage.getItem(key) !== null;
}

export function setPositionKept(isKept: boolean): void {
  if (isKept) localStorage.setItem(key, "1");
  else localStorage.removeItem(key);
}
