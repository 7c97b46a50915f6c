/** 匯入與匯出: a file is checked as soon as it is chosen; importing it is a second step. */
import { useRef, useState } from "react";
import { useLocation } from "wouter";
import { AdminError } from "../../client/admin-request";
import { sendImport } from "../../client/import";
import { type ImportKind, type ImportReport, importColumns, importKinds } from "../../core/import/import";
import { useTexts } from "../locale/locale";
import { useGenba, useSession } from "../replica/genba-context";
import { useAnnounce } from "../ui/announcer";
import { Button } from "../ui/button";
import buttonCss from "../ui/button.module.css";
import { Screen } from "../ui/screen";
import { Section } from "../ui/section";
import { Segmented } from "../ui/segmented";
import css from "./admin.module.css";
import own from "./data-screen.module.css";
import { dataTexts } from "./data-texts";
import { ImportResult } from "./import-result";
import { Problem } from "./problem";

type Work =
  | { readonly tag: "none" }
  | { readonly tag: "busy"; readonly isTrial: boolean; readonly rows: number }
  | { readonly tag: "report"; readonly report: ImportReport }
  | { readonly tag: "failed"; readonly error: AdminError; readonly isTrial: boolean };

export function DataScreen() {
  const { locale } = useTexts();
  const { account } = useSession();
  const genba = useGenba();
  const announce = useAnnounce();
  const [, navigate] = useLocation();
  const d = dataTexts[locale];
  const [kind, setKind] = useState<ImportKind>("people");
  const [file, setFile] = useState<File | null>(null);
  const [work, setWork] = useState<Work>({ tag: "none" });
  const picker = useRef<HTMLInputElement>(null);
  /** Of the real import of this file: asked again it is the same one. */
  const importId = useRef("");

  const send = async (chosen: File, isTrial: boolean) => {
    setWork({ tag: "busy", isTrial, rows: 0 });
    const request = { id: isTrial ? crypto.randomUUID() : importId.current, kind, file: chosen, isTrial };
    try {
      const report = await sendImport(account.id, request, (rows) => setWork({ tag: "busy", isTrial, rows }));
      setWork({ tag: "report", report });
      announce(report.problemCount > 0 ? d.problems(report.problemCount) : isTrial ? d.trialDone : d.done);
      if (report.isStored) genba.sync.kick("user");
    } catch (error) {
      const failure = error instanceof AdminError ? error : new AdminError("failed", {});
      setWork({ tag: "failed", error: failure, isTrial });
    }
  };
  const choose = (chosen: File | null) => {
    if (chosen === null) return;
    setFile(chosen);
    importId.current = crypto.randomUUID();
    void send(chosen, true);
  };
  const select = (next: ImportKind) => {
    setKind(next);
    setFile(null);
    setWork({ tag: "none" });
  };
  const report = work.tag === "report" ? work.report : null;
  const isReady = report !== null && !report.isStored && report.problemCount === 0;
  const toDo = isReady ? report.created + report.changed : 0;
  return (
    <Screen
      title={d.title}
      onBack={() => navigate("/admin")}
      foot={
        file !== null && toDo > 0 ? (
          <Button kind="main" wide onClick={() => void send(file, false)}>
            {d.doIt(toDo)}
          </Button>
        ) : (
          <Button
            kind={report?.isStored ? "plain" : "main"}
            wide
            disabled={work.tag === "busy"}
            onClick={() => picker.current?.click()}
          >
            {d.choose}
          </Button>
        )
      }
    >
      <div className={css.column}>
        <div role="status">
          {work.tag === "busy" ? (
            <p className={css.quiet}>{work.isTrial ? d.checking(work.rows) : d.bringingIn(work.rows)}</p>
          ) : null}
        </div>
        {work.tag === "failed" ? (
          <>
            <Problem error={work.error} />
            {file === null ? null : (
              <Button wide onClick={() => void send(file, work.isTrial)}>
                {d.again}
              </Button>
            )}
          </>
        ) : null}
        {report === null ? null : <ImportResult report={report} />}
        <Section title={d.import}>
          <div className={own.form}>
            <p>{d.why}</p>
            <Segmented
              label={d.kind}
              value={kind}
              // Four English words are wider than a phone.
              stacked={locale === "en"}
              options={importKinds.map((one) => ({ value: one, label: d.kinds[one] }))}
              onChange={select}
            />
            <p>{d.about[kind]}</p>
            <Columns kind={kind} />
            <input
              ref={picker}
              type="file"
              hidden
              aria-label={d.choose}
              accept=".csv,.gz,text/csv,application/gzip"
              onChange={(event) => {
                choose(event.target.files?.[0] ?? null);
                // The same file, mended, may be chosen again.
                event.target.value = "";
              }}
            />
            {file === null ? null : <p className={css.name}>{d.chosen(file.name)}</p>}
            {file !== null && toDo > 0 ? (
              <Button wide onClick={() => picker.current?.click()}>
                {d.choose}
              </Button>
            ) : null}
          </div>
        </Section>
        <Section title={d.export}>
          <div className={own.form}>
            <p>{d.exportWhy}</p>
            <a className={buttonCss.button} data-wide href="/api/export" download>
              {d.download}
            </a>
          </div>
        </Section>
      </div>
    </Screen>
  );
}

function Columns({ kind }: { kind: ImportKind }) {
  const { locale } = useTexts();
  const d = dataTexts[locale];
  const { required, optional } = importColumns[kind];
  const names = [...required, ...optional];
  const template = `data:text/csv;charset=utf-8,${encodeURIComponent(`\ufeff${names.join(",")}\r\n`)}`;
  return (
    <>
      <dl className={own.columns}>
        <dt>{d.required}</dt>
        <dd>{required.join(" · ")}</dd>
        <dt>{d.optional}</dt>
        <dd>{optional.join(" · ")}</dd>
      </dl>
      <a className={buttonCss.button} data-wide href={template} download={`${kind}.csv`}>
        {d.template}
      </a>
    </>
  );
}
