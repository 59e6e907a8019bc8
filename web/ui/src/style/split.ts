/** A list beside its detail; one at a time where there is no room for both. */
import { css } from "lit";

export const split = css`
  :host { display: block; height: 100%; }
  .split { display: grid; grid-template-columns: minmax(300px, 380px) minmax(0, 1fr); height: 100%; }
  .side { min-height: 0; overflow: auto; padding: var(--pad); border-right: 1px solid var(--line-soft); overscroll-behavior: contain; }
  .detail { min-height: 0; min-width: 0; overflow: auto; padding: 16px 20px 32px; overscroll-behavior: contain; }
  .back { display: none; }
  .side .list { display: grid; gap: 8px; }
  .item { display: flex; align-items: center; gap: 12px; min-height: var(--row); padding: 10px 12px; border: 1px solid var(--line-soft); border-radius: var(--radius); background: var(--surface); }
  .item[aria-current="true"] { background: var(--raised); border-color: var(--text); }
  .item .title { display: block; font-weight: 600; line-height: 1.3; }
  .item small { display: block; font-size: 14px; line-height: 1.35; color: var(--muted); }
  .top { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 8px 12px; margin-bottom: 16px; }
  .top h2 { font-size: 24px; font-weight: 600; line-height: 1.25; }
  section { margin-top: 24px; }
  section > h3.head { margin-bottom: 6px; }
  .acts { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
  .chips { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; margin-top: 6px; }
  .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 320px), 1fr)); gap: 16px 24px; align-items: start; }
  @media (hover: hover) { .item:hover { background: var(--raised); } }
  @media (orientation: portrait), (max-width: 900px) {
    .split { grid-template-columns: minmax(0, 1fr); }
    .side { border: 0; }
    .split.chosen .side { display: none; }
    .split:not(.chosen) .detail { display: none; }
    .back { display: inline-grid; margin: -4px 0 8px -8px; }
    .detail { padding: 12px 16px 32px; }
  }
`;
