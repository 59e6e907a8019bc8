/** One point of a device with all its places: as ties, lanes, tiles, rows or plain values. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { refsOf } from "../core/places.ts";
import { choices, isTie, keyName, placeName, split } from "../core/words.ts";
import type { Device, Point } from "../core/types.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import "../parts/press.ts";
import "./cell.ts";
import "./control.ts";
import "./fader.ts";
import "./tie.ts";

const BANK = 8;
/** What people come for is open; long lists of the rest unfold when asked. */
const FOLD = 16;
const FIRST = new Set(["video_tie", "audio_tie", "fader", "mute", "outlet", "output_mute", "mute_group"]);

class PointPanel extends Au {
  static override properties = { device: {}, key: {}, bank: { state: true }, first: { state: true }, open: { state: true } };
  device = "";
  key = "";
  bank = 0;
  first = "";
  open = false;

  protected override topics() {
    const sized = model.devices.get(this.device)?.points.find((one) => one.key === this.key)?.axes?.every((axis) => axis.places.length > 0);
    return sized ? ["devices"] : ["devices", `d/${this.device}`];
  }

  override render() {
    const device = model.devices.get(this.device);
    const point = device?.points.find((one) => one.key === this.key);
    if (!device || !point) return nothing;
    const all = refsOf(this.device, point);
    const folds = all.length > FOLD && !FIRST.has(point.key);
    const name = html`${keyName(point.key, point)} ${point.unit ? html`<span>(${point.unit})</span>` : nothing}`;
    if (folds && !this.open) return html`<au-press @act=${() => (this.open = true)}>${name}<span class="muted num">${all.length}</span>${icon("down")}</au-press>`;
    return html`<section aria-label=${keyName(point.key, point)}><h3 class="head">${name}</h3>${this.pick(point)}${this.body(device, point, this.narrowed(all, point))}</section>`;
  }

  /** Of two axes the first is chosen, the second is shown. */
  private narrowed(refs: string[], point: Point): string[] {
    if ((point.axes?.length ?? 0) < 2) return refs;
    const first = this.first || String(point.axes![0]!.places[0]?.id ?? split(refs[0] ?? "").index[0]);
    return refs.filter((ref) => split(ref).index[0] === first);
  }

  private pick(point: Point) {
    if ((point.axes?.length ?? 0) < 2) return nothing;
    const places = point.axes![0]!.places;
    const first = this.first || String(places[0]?.id ?? "");
    return html`<div class="banks">${places.map((place) => html`<au-press ?on=${String(place.id) === first} .pressed=${String(place.id) === first}
      @act=${() => (this.first = String(place.id))}>${placeName(point, [String(place.id)])}</au-press>`)}</div>`;
  }

  private body(device: Device, point: Point, refs: string[]) {
    if (isTie(point) && point.settable) return html`<div class="ties">${each(refs, (ref) => html`<au-tie .ref=${ref}></au-tie>`)}</div>`;
    if (point.settable && point.type === "real" && point.unit === "dB" && point.key.endsWith("fader")) return this.lanes(device, refs);
    const binary = point.type === "bool" || (choices(point).length === 2 && choices(point).includes("on"));
    if (!point.settable || binary) return html`<div class="cells">${each(refs, (ref) => html`<au-cell .ref=${ref}></au-cell>`)}</div>`;
    return html`<div class="rows">${each(refs, (ref) => html`<div class="row"><span>${placeName(point, split(ref).index)}</span>
      <au-control .ref=${ref} label="${placeName(point, split(ref).index)} ${keyName(point.key, point)}"></au-control></div>`)}</div>`;
  }

  private lanes(device: Device, refs: string[]) {
    const twin = device.points.find((one) => one.key === this.key.replace("fader", "mute"));
    const mutes = new Set(twin ? refsOf(device.id, twin) : []);
    const banks = Math.ceil(refs.length / BANK);
    const mine = refs.slice(this.bank * BANK, (this.bank + 1) * BANK);
    return html`${banks > 1 ? html`<div class="banks" role="group" aria-label=${t("ui.banks")}>${Array.from({ length: banks }, (_, at) => html`
        <au-press ?on=${at === this.bank} .pressed=${at === this.bank} @act=${() => (this.bank = at)}>${at * BANK + 1}–${Math.min(refs.length, (at + 1) * BANK)}</au-press>`)}</div>` : nothing}
      <div class="lanes">${each(mine, (ref) => {
        const mute = ref.replace("fader/", "mute/");
        return html`<au-lane .ref=${ref} .mute=${mutes.has(mute) ? mute : ""}></au-lane>`;
      })}</div>`;
  }

  static override styles = [Au.styles, css`
    :host { display: block; min-width: 0; }
    .ties { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 300px), 1fr)); gap: 8px; }
    .cells { display: grid; grid-template-columns: repeat(auto-fill, minmax(132px, 1fr)); gap: 8px; }
    .lanes { display: grid; grid-template-columns: repeat(auto-fit, minmax(78px, 1fr)); gap: 8px; }
    .lanes au-lane { min-height: 400px; max-width: 124px; }
    .rows { display: grid; gap: 8px; }
    .row { display: grid; grid-template-columns: minmax(88px, 1fr) minmax(0, 2.4fr); gap: 12px; align-items: center; }
    .banks { display: flex; flex-wrap: wrap; gap: 8px; margin: 4px 0 10px; }
    h3 { margin-bottom: 6px; }
  `];
}

const each = (refs: string[], draw: (ref: string) => unknown) => repeat(refs, (ref) => ref, draw);

define("au-point", PointPanel);
