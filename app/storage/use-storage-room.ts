import { useCallback, useEffect, useState } from "react";
import { readStorageRoom, type StorageRoom } from "../../client/storage-room";
import { useGenba } from "../replica/genba-context";

/** As it was when it was read last, null before; and a way to read it again. */
export function useStorageRoom(): readonly [StorageRoom | null, () => void] {
  const genba = useGenba();
  const [room, setRoom] = useState<StorageRoom | null>(null);
  const read = useCallback(() => {
    // A database that cannot be read is told by whoever needs what is in it.
    readStorageRoom(genba.db).then(setRoom, () => {});
  }, [genba]);
  useEffect(read, [read]);
  return [room, read];
}
