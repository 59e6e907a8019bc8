/** One ticket: its clocks, its story from the first sign on, and a line to add to it. */
import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { Failed, get, post } from "../core/http.ts";
import { serverNow } from "../core/clock.ts";
import { dateOf, timeOfDay } from "../core/format.ts";
import { said, t, word } from "../core/i18n.ts";
import { mayWrite, model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { isOpen } from "../core/severity.ts";
import type { Entry, Frame, Ticket } from "../core/types.ts";
import { deviceName } from "../core/words.ts";
import { split } from "../style/split.ts";
import { Au, define } from "../parts/element.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import "../parts/press.ts";
import "./advice.ts";
import "./checked.ts";
import "./sla.ts";
import "./ticket-acts.ts";
import "./ticket-kin.ts";
import "./told.ts";
import "./trace.ts";

/** Who may be in the hall and talk there: one line is a contact. Whoever sits at the desk calls. */
const HERE = ["operator", "engineer", "lead"];

/** Whether it was entered so long after it was received that both are to be seen (0.1). */
const filedLate = (ticket: Ticket): boolean => !!ticket.received && Date.parse(ticket.opened) - Date.parse(ticket.received) > 60_000;

/** A moment of today by its time, another one with its day. */
function when(at: string): string {
  const zone = model.hall?.timezone;
  const day = dateOf(at, zone);
  return day === dateOf(serverNow(), zone) ? timeOfDay(at, zone) : `${day} ${timeOfDay(at, zone)}`;
}

class TicketDetail extends Au {
  static override properties = { no: {}, full: { state: true }, frames: { state: true }, none: { state: true }, busy: { state: true } };
  no = "";
  full: Ticket | null = null;
  frames: Frame[] | null = null;
  busy = false;
  /** The service knows no ticket of that number. */
  none = false;
  private seen = "";
  private asked = 0;

  protected override topics() {
    return [`tickets/${this.no}`, "tickets", "devices", "wire", "faults"];
  }

  /** What is only seen here is loaded only here. */
  override connectedCallback(): void {
    super.connectedCallback();
    void import("./ticket-service.ts");
  }

  /** The socket tells that a ticket moved; its entries are fetched. */
  override willUpdate(): void {
    const told = model.world.tickets.get(this.no);
    const mark = `${this.no} ${JSON.stringify(told ?? null)}`;
    if (mark === this.seen) return;
    if (this.full && String(this.full.no) !== this.no) this.full = this.frames = null;
    this.seen = mark;
    void this.load(this.no);
  }

  private async load(no: string): Promise<void> {
    const turn = ++this.asked;
    let none = false;
    const full = await get<Ticket>(`tickets/${encodeURIComponent(no)}`).catch((error: unknown) => ((none = error instanceof Failed && error.status === 404), null));
    if (no === this.no) this.none = none;
    if (no !== this.no || !full || turn < this.asked) return; // a later question knows better
    this.full = full;
    if (full.has_trace && !this.frames) this.frames = (await get<{ frames: Frame[] }>(`tickets/${no}/trace`).catch(() => null))?.frames ?? null;
  }

  override render() {
    const ticket = { ...this.full, ...model.world.tickets.get(this.no) } as Ticket;
    if (!ticket.no) return html`<p class="empty">${t(this.none ? "ui.ticket.missing" : "ui.loading")}</p>`;
    return html`<div class="top"><div class="grow"><p class="muted num">#${ticket.no}</p><h2>${said(ticket.title)}</h2>
        <div class="chips">${this.chips(ticket)}</div></div></div>
      ${ticket.clocks?.length ? html`<div class="clocks">${repeat(ticket.clocks, (one) => one.name, (one) => html`<div class="card"><au-sla .clock=${one}></au-sla></div>`)}</div>` : nothing}
      <au-ticket-kin .ticket=${ticket}></au-ticket-kin>
      <au-ticket-service .ticket=${this.full ? { ...ticket, service: this.full.service, may: this.full.may, demands: this.full.demands } : null} @moved=${() => void this.load(this.no)}></au-ticket-service>
      ${isOpen(ticket) && mayWrite() ? this.write(ticket) : nothing}
      <au-ticket-acts .no=${this.no} .may=${(this.full?.may ?? []).filter((one) => one !== "explained" || ticket.clocks?.some((clock) => clock.state === "breached"))} .files=${(this.full?.entries ?? []).filter((one) => ["photo", "mail"].includes(one.kind)).map((one) => one.seq)} .stands=${ticket.state} @moved=${() => void this.load(this.no)}></au-ticket-acts>
      ${(ticket.faults ?? []).map((id) => html`<au-checked .fault=${id}></au-checked>`)}
      <au-advice .ticket=${this.no}></au-advice>
      <au-told .no=${this.no} .thresholds=${this.full?.thresholds ?? []}></au-told>
      <section><h3 class="head">${t("ui.ticket.story")}</h3><ol class="story">${repeat(this.full?.entries ?? [], (one) => one.seq, (one) => entry(one, this.full?.entries ?? [], this.no))}</ol></section>
      ${this.earlier()}
      ${this.frames?.length ? html`<section><au-trace .fixed=${this.frames}></au-trace></section>` : nothing}`;
  }

  private earlier() {
    const all = this.full?.earlier ?? [];
    if (all.length === 0) return nothing;
    return html`<section><h3 class="head">${t("ui.ticket.earlier")}</h3><ul class="kin">${all.map((one) => html`<li><a class="item" href=${href("tickets", one.no)}><span class="grow"><small class="num">#${one.no} · ${word([`ui.ticket.state.${one.state}`], one.state)}</small><span class="title">${said(one.title)}</span></span></a></li>`)}</ul></section>`;
  }

  private chips(ticket: Ticket) {
    return html`<span class="chip live">${word([`ui.ticket.state.${ticket.state}`], ticket.state)}</span>
      ${ticket.type === "consultation" ? html`<span class="chip">${word(["ticket.type.consultation"], "")}</span>` : nothing}
      ${ticket.class ? html`<span class="chip num">${t("ui.ticket.class", { n: ticket.class })}</span>` : nothing}
      <span class="chip num">${icon("clock")}${when(ticket.received ?? ticket.opened)} · ${word([`ui.via.${ticket.via}`], ticket.via ?? "")}</span>
      ${filedLate(ticket) ? html`<span class="chip num">${t("ui.ticket.filed", { at: when(ticket.opened) })}</span>` : nothing}
      ${this.full?.owner ? html`<span class="chip" title=${t("ui.ticket.owner")}>${icon("user")}${this.full.owner}</span>` : nothing}
      ${ticket.device ? html`<a class="chip tall" href=${href("devices", ticket.device)}>${icon("devices")}${deviceName(ticket.device)}</a>` : nothing}
      ${(ticket.faults ?? []).filter((id) => model.world.faults.has(id)).slice(0, 3).map((id) => html`<a class="chip tall fault" href=${href("faults", id)}>${icon("faults")}${said(model.world.faults.get(id)!.title)}</a>`)}`;
  }

  private write(ticket: Ticket) {
    const c1 = ticket.clocks?.find((one) => one.name === "C1");
    const open = c1 && !c1.stopped && HERE.includes(model.session?.user?.role ?? "");
    const shut = this.busy || model.wire !== "up";
    const said = this.full?.may?.includes("progress") ? "progress" : "comment";
    return html`<form class="card" @submit=${(event: Event) => event.preventDefault()}>
      ${open ? html`<label><span class="head">${t("ui.ticket.whom")}</span><input name="person" autocomplete="off" /></label>` : nothing}
      <label><span class="head">${t("ui.ticket.write")}</span><textarea name="said" rows="2" placeholder=${t(open ? "ui.ticket.contact_hint" : "ui.ticket.said_hint")}></textarea></label>
      <div class="acts">${open ? html`<au-press kind="primary" ?disabled=${shut} @act=${() => void this.add("contact")}>${icon("phone")}${t("ui.ticket.contact")}</au-press>` : nothing}
        <au-press ?disabled=${shut} @act=${() => void this.add(said)}>${icon("plus")}${t(`ui.ticket.${said}`)}</au-press></div></form>
      ${this.full?.may?.includes("note") ? html`<form class="card inside" @submit=${(event: Event) => event.preventDefault()}>
        <label><span class="head">${t("ui.ticket.inside")}</span><textarea name="note" rows="2" placeholder=${t("ui.ticket.note_hint")}></textarea></label>
        <div class="acts"><au-press ?disabled=${shut} @act=${() => void this.add("note")}>${icon("plus")}${t("ui.ticket.note")}</au-press></div></form>` : nothing}`;
  }

  private async add(kind: "note" | "progress" | "comment" | "contact"): Promise<void> {
    const area = this.renderRoot.querySelector<HTMLTextAreaElement>(`textarea[name="${kind === "note" ? "note" : "said"}"]`)!;
    const whom = this.renderRoot.querySelector<HTMLInputElement>('input[name="person"]');
    const text = area.value.trim();
    const person = whom?.value.trim() ?? "";
    if (kind === "contact" && !person) return whom?.focus();
    if (kind !== "contact" && !text) return area.focus();
    const asked = kind === "progress" ? asks(this.full?.entries ?? []) : undefined;
    this.busy = true;
    try {
      await post(`tickets/${this.no}/entries`, { kind, text, ...(kind === "contact" ? { person } : {}), ...(asked ? { answers: asked.seq } : {}) });
      area.value = "";
      await this.load(this.no);
    } catch (error) {
      toast(whyOf(error), true);
    }
    this.busy = false;
  }

  static override styles = [Au.styles, split, css`
    :host { height: auto; }
    .kin { display: grid; gap: 8px; }
    .clocks { display: grid; grid-template-columns: repeat(auto-fill, minmax(200px, 1fr)); gap: 8px; margin-bottom: 16px; }
    .clocks .card { padding: 12px 16px; }
    .tall { min-height: 48px; border-radius: 24px; padding: 0 16px; color: var(--text); white-space: normal; }
    form { padding: 12px 16px 16px; }
    label { display: grid; gap: 4px; }
    input { height: var(--touch); padding: 0 14px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--bg); color: var(--text); font: inherit; }
    textarea { width: 100%; min-height: 64px; padding: 10px 14px; border: 1px solid var(--line); border-radius: var(--radius); background: var(--bg); color: var(--text); font: inherit; resize: vertical; }
    textarea::placeholder { color: var(--muted); }
    .story { display: grid; }
    .story li { display: grid; grid-template-columns: 64px 14px minmax(0, 1fr); gap: 10px; padding-bottom: 14px; position: relative; }
    .story time { color: var(--muted); text-align: right; }
    .story i { width: 12px; height: 12px; margin-top: 6px; border-radius: 6px; border: 2px solid var(--line); background: var(--bg); z-index: 1; }
    .story li:not(:last-child)::after { content: ""; position: absolute; left: 79px; top: 12px; bottom: -6px; width: 2px; background: var(--line-soft); }
    .story .person i { background: var(--text); border-color: var(--text); }
    .story p { overflow-wrap: anywhere; }
    .photo { display: inline-block; min-width: 48px; min-height: 48px; }
    .photo img { max-width: min(320px, 100%); max-height: 240px; border-radius: var(--radius); }
    .story .inside { border-left: 3px dotted var(--stale); padding-left: 10px; }
    form.inside { border-style: dotted; margin-top: 8px; }
  `];
}

/** What the customer said last, while nobody has answered it. */
function asks(entries: Entry[]): Entry | undefined {
  const words = entries.filter((one) => ["comment", "mail", "progress"].includes(one.kind));
  const last = words[words.length - 1];
  return last && last.kind !== "progress" ? last : undefined;
}

/** It opens large, on a page of its own. */
function photo(one: Entry, no: string) {
  const path = `/api/v1/tickets/${no}/photos/${one.seq}`;
  return html`<a class="photo" href=${path} target="_blank" rel="noopener"><img src=${path} alt=${said(one.text)} loading="lazy" /></a>`;
}

function entry(one: Entry, all: Entry[], no: string) {
  const who = typeof one.actor === "string" ? one.actor : one.actor?.name ?? "";
  const person = who !== "" && who !== "system";
  const asked = all.find((other) => other.seq === one.data?.["answers"]);
  return html`<li class=${person ? "person" : ""}><time class="num" datetime=${one.at}>${timeOfDay(one.at, model.hall?.timezone)}</time><i></i>
    <div class=${one.kind === "note" ? "inside" : ""}><p class="muted">${person ? who : t("ui.entry.auto")}${one.kind === "note" ? ` · ${t("ui.ticket.inside")}` : ""}</p>
    ${asked ? html`<p class="muted">↳ ${said(asked.text)}</p>` : nothing}<p>${said(one.text)}</p>${one.kind === "photo" ? photo(one, no) : nothing}</div></li>`;
}

define("au-ticket", TicketDetail);
