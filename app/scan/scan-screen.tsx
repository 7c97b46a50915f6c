/** `/scan`: a label is held up, and its asset opens. */
import { Link, useLocation } from "wouter";
import { assetPath } from "../assets/read-label";
import { useTexts } from "../locale/locale";
import buttonCss from "../ui/button.module.css";
import { Screen } from "../ui/screen";
import { scanTexts } from "./scan-texts";
import { Scanner } from "./scanner";

export function ScanScreen({ onBack }: { onBack: () => void }) {
  const { locale } = useTexts();
  const texts = scanTexts[locale];
  const [, navigate] = useLocation();
  return (
    <Screen title={texts.title} onBack={onBack}>
      <Scanner
        onAsset={({ id }) => {
          // Going back from the asset leads to where the scan began, not into the camera.
          navigate(assetPath(id), { replace: true });
          return null;
        }}
        unknownActions={(text) => (
          <>
            <Link
              href={`/new?label=${encodeURIComponent(text)}`}
              className={buttonCss.button}
              data-kind="main"
              data-wide
            >
              {texts.openWith}
            </Link>
            <Link href="/assets" className={buttonCss.button} data-wide>
              {texts.fromList}
            </Link>
          </>
        )}
      />
    </Screen>
  );
}
