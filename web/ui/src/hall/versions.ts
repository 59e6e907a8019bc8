/** The versions of a scene: since when, by whom, what the present one says otherwise; a lead brings one back. */
import { css, html, nothing } from "lit";
import { ago } from "../core/ages.ts";
import { get, post } from "../core/http.ts";
import { t } from "../core/i18n.ts";
import { mayLead } from "../core/model.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";

interface Version { version: string; at: string; by: string; current: boolean }
interface Difference { version: string; lines: string[] }
/** One version may stand in the list twice: it was brought back. */
type Seen = Difference & { at: string };

class Versions extends Au {
  static override properties = { scene: {}, versions: { state: true }, seen: { state: true } };
  scene = "";
  versions: Version[] = [];
  seen: Seen | null = null;

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("scene") && this.scene) void this.load();
  }

  private async load(): Promise<void> {
    this.seen = null;
    const found = await get<{ versions: Version[] }>(`scenes/${this.scene}/versions`).catch(() => null);
    this.versions = found?.versions ?? [];
  }

  override render() {
    if (this.versions.length < 2) return nothing;
    return html`<h3 class="head">${t("ui.versions")}</h3><ul>${this.versions.map((one) => html`<li>
      <au-press kind="quiet" class="grow" @act=${() => void this.look(one)}><span class="num">${one.version}</span> · ${ago(one.at)} · ${one.by}${one.current ? ` · ${t("ui.versions.now")}` : ""}</au-press>
      ${this.seen?.at === one.at ? this.difference(one, this.seen) : nothing}</li>`)}</ul>`;
  }

  private difference(one: Version, seen: Difference) {
    const lines = seen.lines.filter((line) => !line.startsWith("@@") && !line.startsWith("---") && !line.startsWith("+++"));
    return html`<pre>${lines.length ? lines.map((line) => html`<span class=${line[0] === "+" ? "new" : line[0] === "-" ? "old" : ""}>${line}\n</span>`) : t("ui.versions.same")}</pre>
      ${one.current || !lines.length || !mayLead() ? nothing : html`<au-press risk="b" @act=${() => void this.restore(one)}>${icon("undo")}${t("ui.versions.restore")} · ${t("ui.press.hold")}</au-press>`}`;
  }

  private async look(one: Version): Promise<void> {
    if (this.seen?.at === one.at) return void (this.seen = null);
    const found = await get<Difference>(`scenes/${this.scene}/versions/${one.version}`).catch(() => null);
    this.seen = found && { ...found, at: one.at };
  }

  private async restore(one: Version): Promise<void> {
    await post(`scenes/${this.scene}/restore`, { version: one.version }).then(() => this.load(), (error: unknown) => toast(whyOf(error), true));
    this.dispatchEvent(new CustomEvent("restored"));
  }

  static override styles = [Au.styles, css`
    li { border-bottom: 1px solid var(--line-soft); }
    pre { white-space: pre-wrap; overflow-wrap: anywhere; font: 13px/1.5 var(--mono); background: var(--raised); padding: 8px 12px; border-radius: var(--radius); }
    .new { color: #9fd8a4; }
    .old { color: #ff9d9b; }
  `];
}

define("au-versions", Versions);
