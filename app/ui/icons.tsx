/** Our own few icons: 24 × 24, drawn in the text's colour; decoration only, the name stands beside them. */
import type { ReactNode } from "react";

const paths = {
  work: <path d="M4 8h16v11H4zM9 8V5h6v3M4 13h16" />,
  tickets: <path d="M5 6.5h14M5 12h14M5 17.5h9" />,
  open: <path d="M12 5v14M5 12h14" />,
  reviews: <path d="M5 12.5l4.5 4.5L19 7.5" />,
  more: <path d="M5.5 12h.01M12 12h.01M18.5 12h.01" strokeWidth="3.4" />,
  back: <path d="M14.5 5L8 12l6.5 7" />,
  forward: <path d="M9.5 5L16 12l-6.5 7" />,
  close: <path d="M6 6l12 12M18 6L6 18" />,
  search: <path d="M10.5 4a6.5 6.5 0 110 13 6.5 6.5 0 010-13zM15.5 15.5L20 20" />,
  filter: <path d="M4 7h16M7 12h10M10 17h4" />,
  check: <path d="M5 12.5l4.5 4.5L19 7.5" />,
  down: <path d="M6 9.5l6 6 6-6" />,
  send: <path d="M12 19V6M6 11.5L12 5.5l6 6" />,
  file: <path d="M12 4v11M7 10.5l5 5 5-5M5 20h14" />,
  bell: <path d="M6.5 17V11a5.5 5.5 0 0111 0v6M4.5 17h15M10.5 20.5h3" />,
  comment: <path d="M4.5 5.5h15v10.5h-8L7 20v-4H4.5z" />,
  camera: <path d="M4 8h4l1.5-2.5h5L16 8h4v11H4zM12 10.2a3.3 3.3 0 110 6.6 3.3 3.3 0 010-6.6z" />,
  clip: (
    <path d="M18.5 11.5l-7 7a4 4 0 01-5.6-5.6l7.6-7.6a2.7 2.7 0 013.8 3.8l-7.4 7.4a1.3 1.3 0 01-1.9-1.9l6.6-6.6" />
  ),
  scan: <path d="M4 8.5V4h4.5M15.5 4H20v4.5M20 15.5V20h-4.5M8.5 20H4v-4.5M7 12h10" />,
  pause: <path d="M8.5 6v12M15.5 6v12" strokeWidth="2.6" />,
} satisfies Record<string, ReactNode>;
export type IconName = keyof typeof paths;

export function Icon({ name, size = 24 }: { name: IconName; size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      focusable="false"
    >
      {paths[name]}
    </svg>
  );
}
