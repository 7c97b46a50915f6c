/** Which screen of assets for which address. */
import type { AssetId } from "../../core/ids";
import { ScanScreen } from "../scan/scan-screen";
import { AssetScreen } from "./asset-screen";
import { AssetsScreen } from "./assets-screen";
import { KnownErrorsScreen } from "./known-errors-screen";
import { LabelsScreen } from "./labels-screen";

const onePath = /^\/assets\/(.+)$/;

export function AssetScreens({ path, onBack }: { path: string; onBack: () => void }) {
  if (path === "/known-errors") return <KnownErrorsScreen onBack={onBack} />;
  if (path === "/scan") return <ScanScreen onBack={onBack} />;
  if (path === "/assets/labels") return <LabelsScreen onBack={onBack} />;
  const id = onePath.exec(path)?.[1];
  // An address on a label in capitals is the same asset.
  if (id !== undefined) return <AssetScreen key={id} id={id.toLowerCase() as AssetId} onBack={onBack} />;
  return <AssetsScreen onBack={onBack} />;
}
