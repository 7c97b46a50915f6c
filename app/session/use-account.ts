import { useEffect, useState } from "react";
import { type RememberedAccount, subscribeAccount } from "../../client/device";

/**
 * Who used this phone last; null for nobody, undefined until the device has answered. Any tab may change it. Throws to
 * the boundary when the device's memory cannot be read (C7).
 */
export function useAccount(): RememberedAccount | null | undefined {
  const [account, setAccount] = useState<RememberedAccount | null | undefined>(undefined);
  const [failed, setFailed] = useState<{ readonly error: unknown } | null>(null);
  useEffect(
    () =>
      subscribeAccount(
        (next) => setAccount((last) => (last && next && same(last, next) ? last : next)),
        (error) => setFailed({ error }),
      ),
    [],
  );
  if (failed) throw failed.error;
  return account;
}

function same(a: RememberedAccount, b: RememberedAccount): boolean {
  return a.id === b.id && a.name === b.name && a.email === b.email && a.role === b.role;
}
