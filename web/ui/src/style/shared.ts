/** Styles every element shares: resets, the icon, chips, headings, rows. One sheet, adopted by all. */
import { css } from "lit";

export const shared = css`
  :host { box-sizing: border-box; }
  :host([hidden]) { display: none; }
  *, *::before, *::after { box-sizing: border-box; }
  h1, h2, h3, p, ul, ol, dl, dd { margin: 0; padding: 0; font: inherit; }
  ul, ol { list-style: none; }
  a { color: inherit; text-decoration: none; }
  :focus-visible { outline: 2px solid var(--text); outline-offset: 2px; }
  .icon {
    width: 24px; height: 24px; flex: none; fill: none; stroke: currentColor;
    stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round;
  }
  .icon.filled { fill: currentColor; stroke: none; }
  ::file-selector-button { min-height: 28px; margin-right: 12px; padding: 0 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--bg); color: var(--text); font: inherit; }
  ::placeholder { color: var(--muted); opacity: 1; }
  .num { font-variant-numeric: tabular-nums; }
  .muted { color: var(--muted); }
  .grow { flex: 1; min-width: 0; }
  .cut { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
  .two { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
  .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .head {
    display: flex; align-items: baseline; gap: 8px; color: var(--muted);
    font-size: 14px; font-weight: 500; line-height: 24px; letter-spacing: 0.01em;
  }
  .chip {
    display: inline-flex; align-items: center; gap: 6px; min-height: 28px; padding: 0 10px; border-radius: 14px;
    border: 1px solid var(--line-soft); font-size: 14px; line-height: 1.2; white-space: nowrap; color: var(--muted);
  }
  .chip .icon { width: 16px; height: 16px; }
  .chip.fault { border-color: var(--fault); color: var(--fault); }
  .chip.warn { border-color: var(--warn); color: var(--warn); }
  .chip.live { border-color: var(--live); color: #8dc0f5; }
  .chip.pending { border: 1px dashed var(--pending); color: var(--pending); }
  .chip.stale { border-style: dotted; color: var(--stale); }
  .card { background: var(--surface); border: 1px solid var(--line-soft); border-radius: var(--radius); }
  .stale-text { color: var(--stale); }
  .fault-text { color: var(--fault); }
  .warn-text { color: var(--warn); }
  .pending-text { color: var(--pending); }
  .empty { display: grid; place-items: center; align-content: center; gap: 12px; padding: 48px 24px; color: var(--muted); text-align: center; }
  .empty .icon { width: 40px; height: 40px; }
  dl.facts { display: grid; grid-template-columns: minmax(96px, auto) minmax(0, 1fr); gap: 6px 16px; font-size: 15px; }
  dl.facts dt { color: var(--muted); }
  dl.facts dd { overflow-wrap: anywhere; }
`;
