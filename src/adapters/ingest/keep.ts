/** Puts an accepted statement into the store, once. */
import { createHash } from "node:crypto";
import type { Days } from "../../core/dates.ts";
import type { FlexDocument } from "../flex/document.ts";
import { storedPath, storedTwin, writeOnce } from "../raw/store.ts";

export interface Kept {
  readonly outcome: "stored" | "unchanged" | "empty";
  /** Where it stands, or where the same figures stood already; null for an answer without any statement. */
  readonly path: string | null;
  readonly received: Days | null;
  readonly sha256: string;
}

/**
 * Writes the bytes under `data/flex/<alias>/`, unless a stored statement differs only in its time of generation. An
 * answer that holds no statement has nothing to store.
 */
export function keep(root: string, alias: string, bytes: Uint8Array, document: FlexDocument): Kept {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const [first] = document.statements;
  if (first === undefined) return { outcome: "empty", path: null, received: null, sha256 };
  const from = document.statements.reduce(
    (least, one) => (one.from < least ? one.from : least),
    first.from,
  );
  const to = document.statements.reduce((most, one) => (one.to > most ? one.to : most), first.to);
  const twin = storedTwin(root, bytes);
  if (twin !== null) return { outcome: "unchanged", path: twin, received: { from, to }, sha256 };
  const path = storedPath(alias, to, first.generated, sha256);
  writeOnce(root, path, bytes);
  return { outcome: "stored", path, received: { from, to }, sha256 };
}
