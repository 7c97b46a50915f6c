import { useEffect, useState } from "react";

/** What this origin uses on the device, as text; null where the browser does not tell. */
export function useStorageUse(): string | null {
  const [used, setUsed] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    navigator.storage?.estimate?.().then(
      ({ usage }) => {
        if (current && usage !== undefined) setUsed(sizeText(usage));
      },
      () => {},
    );
    return () => {
      current = false;
    };
  }, []);
  return used;
}

function sizeText(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  return `${megabytes < 10 ? megabytes.toFixed(1) : Math.round(megabytes)} MB`;
}
