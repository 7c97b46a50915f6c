/**
 * A mail as a person reads it: sections of entries, each with its link, as text and as HTML. Everything in it that a
 * person typed goes through `plain` and, in HTML, through `escapeHtml`: no title can add a header, a line or a tag.
 */
import type { Locale } from "../../core/messages/vocabulary-texts";

export interface LetterEntry {
  readonly title: string;
  readonly lines: readonly string[];
  readonly url: string;
  readonly linkText: string;
}
export interface LetterSection {
  /** Null: no heading of its own. */
  readonly title: string | null;
  readonly entries: readonly LetterEntry[];
  /** Under the entries: how many more there are. */
  readonly note: string | null;
}
export interface Letter {
  readonly locale: Locale;
  readonly subject: string;
  readonly sections: readonly LetterSection[];
  readonly why: string;
  readonly settingsUrl: string;
}

const subjectMaxLength = 200;

/** Controls, line ends among them, and what turns the direction of writing around, become spaces. */
export function plain(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069\u200e\u200f]+/gu, " ")
    .replace(/ {2,}/g, " ")
    .trim();
}

/** In a header, besides, nothing that a mail program would take for an encoding and unfold (RFC 2047). */
export function headerText(text: string): string {
  return plain(text).replaceAll("=?", "= ?");
}

export function subjectOf({ subject }: Letter): string {
  const characters = [...headerText(subject)];
  return characters.length <= subjectMaxLength
    ? characters.join("")
    : `${characters.slice(0, subjectMaxLength - 1).join("")}…`;
}

export function letterText({ sections, why, settingsUrl }: Letter): string {
  const parts = sections.map(({ title, entries, note }) =>
    [
      ...(title === null ? [] : [plain(title)]),
      ...entries.map((entry) => [entry.title, ...entry.lines].map(plain).concat(entry.url).join("\n")),
      ...(note === null ? [] : [plain(note)]),
    ].join("\n\n"),
  );
  return `${[...parts, "--", `${why}\n${settingsUrl}`].join("\n\n")}\n`;
}

/** Styles stand on the elements: mail programs drop the rest. Nothing is loaded from anywhere. */
export function letterHtml({ locale, sections, why, settingsUrl, ...letter }: Letter): string {
  const body = sections.map(sectionHtml).join("");
  const subject = escapeHtml(plain(letter.subject));
  return `<!doctype html>
<html lang="${locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
<body style="margin:0;background:#f6f3ec;color:#1d1b16;font:16px/1.5 system-ui,-apple-system,'Noto Sans TC','PingFang TC','Microsoft JhengHei',sans-serif">
<div style="max-width:36em;margin:0 auto;padding:16px">${body}
<p style="margin:24px 0 0;font-size:14px;color:#5b564b">${escapeHtml(why)}<br>${linkHtml(settingsUrl, settingsUrl)}</p>
</div>
</body>
</html>
`;
}

function sectionHtml({ title, entries, note }: LetterSection): string {
  const heading =
    title === null ? "" : `\n<h2 style="margin:24px 0 8px;font-size:18px">${escapeHtml(plain(title))}</h2>`;
  const after = note === null ? "" : `\n<p style="margin:8px 0">${escapeHtml(plain(note))}</p>`;
  return `${heading}${entries.map(entryHtml).join("")}${after}`;
}

function entryHtml({ title, lines, url, linkText }: LetterEntry): string {
  const details = lines.map((line) => `<br>${escapeHtml(plain(line))}`).join("");
  return `
<div style="margin:8px 0;padding:16px;background:#fff;border:1px solid #d8d2c4;border-radius:8px">
<p style="margin:0 0 8px"><strong>${escapeHtml(plain(title))}</strong>${details}</p>
<a href="${escapeHtml(url)}" style="display:inline-block;padding:12px 16px;background:#1d1b16;color:#fff;border-radius:8px;text-decoration:none">${escapeHtml(linkText)}</a>
</div>`;
}

function linkHtml(url: string, text: string): string {
  return `<a href="${escapeHtml(url)}" style="color:#1d1b16">${escapeHtml(text)}</a>`;
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
