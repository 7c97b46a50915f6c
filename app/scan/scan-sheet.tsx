/** The scanner over a form, which stays as it is beneath: what is found goes into it. */
import type { Asset } from "../../core/directory/directory";
import { useTexts } from "../locale/locale";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import { Sheet } from "../ui/sheet";
import { scanTexts } from "./scan-texts";
import { Scanner } from "./scanner";

interface Props {
  readonly onAsset: (asset: Asset) => void;
  /** The text of a label that is no asset, as a line of the description. */
  readonly onText: (line: string) => void;
  readonly onClose: () => void;
}

export function ScanSheet({ onAsset, onText, onClose }: Props) {
  const { locale } = useTexts();
  const texts = scanTexts[locale];
  const announce = useAnnounce();
  return (
    <Sheet title={texts.title} onClose={onClose} tall>
      <Scanner
        onAsset={(asset) => {
          if (!asset.active) return texts.retired(asset.tag);
          onAsset(asset);
          announce(texts.added(asset.tag));
          onClose();
          return null;
        }}
        unknownActions={(text) => (
          <Button
            kind="main"
            wide
            onClick={() => {
              onText(texts.labelSays(text));
              onClose();
            }}
          >
            {texts.describeWith}
          </Button>
        )}
      />
    </Sheet>
  );
}
