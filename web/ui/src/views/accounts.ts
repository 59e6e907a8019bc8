/** Accounts and tokens: listed whole, added, ended; a password is never shown, a token's secret once. */
import { css, html, nothing } from "lit";
import { whenOf } from "../core/agenda.ts";
import { bodyOf, type Field } from "../core/desk.ts";
import { post, request } from "../core/http.ts";
import { t, word } from "../core/i18n.ts";
import { model } from "../core/model.ts";
import { href } from "../core/router.ts";
import { readStaff, ROLES, type Staff, type Takeover, type Token, type User } from "../core/staff.ts";
import { Au, define } from "../parts/element.ts";
import { field, fieldStyles, missing, valueIn } from "../parts/field.ts";
import { icon } from "../parts/icon.ts";
import { toast, whyOf } from "../parts/toasts.ts";
import "../parts/confirm.ts";
import "../parts/press.ts";
import "../parts/sheet.ts";

const NAME: Field = { name: "name", label: "ui.accounts.name", needed: true };
const ROLE: Field = { name: "role", label: "ui.accounts.role", kind: "choice", values: ROLES, words: "ui.role", needed: true };
const PASSWORD: Field = { name: "password", label: "ui.accounts.password", kind: "secret", needed: true };

/** What is being done to an account, and with which words. */
type Doing = { what: "add" | "password" | "role" | "handover" | "token"; name?: string; fields: Field[] };

class Accounts extends Au {
  static override properties = { staff: { state: true }, doing: { state: true }, ending: { state: true }, secret: { state: true }, busy: { state: true } };
  staff: Staff | null = null;
  doing: Doing | null = null;
  ending: { what: "users" | "tokens"; name: string } | null = null;
  secret: { name: string; token: string } | null = null;
  busy = false;

  protected override topics() {
    return ["session", "wire"];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.staff = await readStaff().catch((error: unknown) => (toast(whyOf(error), true), this.staff));
  }

  override render() {
    return html`<div class="page"><a class="back" href=${href("more")}>${icon("back")}${t("ui.page.more")}</a><h2>${t("ui.accounts")}</h2>
      <section class="card"><div class="row"><h3 class="grow">${t("ui.accounts.people")}</h3><au-press ?disabled=${this.shut} @act=${() => this.begin({ what: "add", fields: [NAME, ROLE, PASSWORD] })}>${icon("plus")}${t("ui.accounts.add")}</au-press></div>
        <ul>${(this.staff?.users ?? []).map((one) => this.user(one))}</ul></section>
      <section class="card"><div class="row"><h3 class="grow">${t("ui.accounts.tokens")}</h3><au-press ?disabled=${this.shut} @act=${() => this.begin({ what: "token", fields: [NAME, ROLE] })}>${icon("plus")}${t("ui.accounts.add_token")}</au-press></div>
        ${this.secret ? html`<p role="status">${t("ui.accounts.once", { name: this.secret.name })}</p><p class="secret num">${this.secret.token}</p>` : nothing}
        <ul>${(this.staff?.tokens ?? []).map((one) => this.token(one))}</ul></section>
      ${this.staff?.handovers.length ? html`<section class="card"><h3>${t("ui.accounts.handovers")}</h3><ul>${this.staff.handovers.map((one) => this.takeover(one))}</ul></section>` : nothing}
      <au-sheet heading=${this.doing ? this.named(this.doing) : ""} .open=${this.doing !== null} @shut=${() => (this.doing = null)}>
        ${this.doing ? html`<form class="form" @submit=${(event: Event) => event.preventDefault()}>${this.doing.what === "handover" ? html`<p>${t("ui.accounts.handover_text")}</p>` : nothing}${this.doing.fields.map(field)}
          <au-press kind="primary" ?disabled=${this.shut} @act=${() => void this.send(this.doing!)}>${t("ui.act.do")}</au-press></form>` : nothing}</au-sheet>
      <au-confirm .open=${this.ending !== null} heading=${this.ending?.name ?? ""} text=${t(this.ending?.what === "tokens" ? "ui.accounts.revoke_text" : "ui.accounts.disable_text")} label=${t("ui.accounts.slide")} @shut=${() => (this.ending = null)} @act=${() => void this.end()}></au-confirm></div>`;
  }

  private get shut(): boolean {
    return this.busy || model.wire !== "up";
  }

  private named(doing: Doing): string {
    return doing.name ? `${doing.name} · ${t(`ui.accounts.${doing.what}`)}` : t(doing.what === "add" ? "ui.accounts.add" : "ui.accounts.add_token");
  }

  private user(one: User) {
    const others = (this.staff?.users ?? []).filter((other) => other.name !== one.name && !other.disabled).map((other) => other.name);
    const follow: Field[] = [{ name: "to", label: "ui.accounts.to", kind: "choice", values: others, needed: true }, { name: "at", label: "ui.accounts.at", kind: "moment" }];
    const role = word([`ui.role.${one.role}`], one.role);
    if (one.disabled) return html`<li class="over"><div class="grow"><b>${one.name}</b><p class="muted">${role} · ${t("ui.accounts.ended", { time: whenOf(one.disabled) })}</p></div></li>`;
    return html`<li><div class="grow"><b>${one.name}</b><p class="muted">${role}</p></div>
      <au-press label=${`${one.name} · ${t("ui.accounts.password")}`} ?disabled=${this.shut} @act=${() => this.begin({ what: "password", name: one.name, fields: [PASSWORD] })}>${t("ui.accounts.password")}</au-press>
      <au-press label=${`${one.name} · ${t("ui.accounts.role")}`} ?disabled=${this.shut} @act=${() => this.begin({ what: "role", name: one.name, fields: [ROLE] })}>${t("ui.accounts.role")}</au-press>
      <au-press label=${`${one.name} · ${t("ui.accounts.handover")}`} ?disabled=${this.shut || others.length === 0} @act=${() => this.begin({ what: "handover", name: one.name, fields: follow })}>${t("ui.accounts.handover")}</au-press>
      <au-press label=${`${one.name} · ${t("ui.accounts.disable")}`} ?disabled=${this.shut} @act=${() => (this.ending = { what: "users", name: one.name })}>${t("ui.accounts.disable")}</au-press></li>`;
  }

  private token(one: Token) {
    const role = word([`ui.role.${one.role}`], one.role);
    if (one.revoked) return html`<li class="over"><div class="grow"><b>${one.name}</b><p class="muted">${role} · ${t("ui.accounts.ended", { time: whenOf(one.revoked) })}</p></div></li>`;
    return html`<li><div class="grow"><b>${one.name}</b><p class="muted">${role}</p></div>
      <au-press label=${`${one.name} · ${t("ui.accounts.revoke")}`} ?disabled=${this.shut} @act=${() => (this.ending = { what: "tokens", name: one.name })}>${t("ui.accounts.revoke")}</au-press></li>`;
  }

  private takeover(one: Takeover) {
    const how = one.done ? t("ui.accounts.followed", { time: whenOf(one.done), count: one.tickets.length }) : t("ui.accounts.follows", { time: whenOf(one.at) });
    return html`<li><div class="grow"><b>${one.from} → ${one.to}</b><p class="muted">${how} · ${one.by}</p></div>
      ${one.done ? nothing : html`<au-press ?disabled=${this.shut} @act=${() => void this.say(request("DELETE", `users/${encodeURIComponent(one.from)}/handover`))}>${t("ui.accounts.call_off")}</au-press>`}</li>`;
  }

  private begin(doing: Doing): void {
    this.secret = null;
    this.doing = doing;
  }

  private async send(doing: Doing): Promise<void> {
    const empty = missing(this.renderRoot);
    if (empty) return empty.focus();
    const body = bodyOf(doing.fields, (name) => valueIn(this.renderRoot, name));
    const path = `users/${encodeURIComponent(doing.name ?? "")}`;
    const asked = doing.what === "add" ? post("users", body)
      : doing.what === "token" ? post<{ name: string; token: string }>("tokens", body).then((made) => (this.secret = made))
      : doing.what === "handover" ? post(`${path}/handover`, body)
      : request("PATCH", path, body);
    if (await this.say(asked)) this.doing = null;
  }

  private async end(): Promise<void> {
    const { what, name } = this.ending!;
    const path = `${what}/${encodeURIComponent(name)}`;
    await this.say(what === "tokens" ? request("DELETE", path) : request("PATCH", path, { disabled: true }));
  }

  /** What was asked for; where it was refused, why is told. */
  private async say<T>(asked: Promise<T>): Promise<boolean> {
    this.busy = true;
    const done = await asked.then(() => true, (error: unknown) => (toast(whyOf(error), true), false));
    this.busy = false;
    await this.load();
    return done;
  }

  static override styles = [Au.styles, fieldStyles, css`
    .page { display: grid; gap: 12px; max-width: 860px; margin: 0 auto; padding: var(--pad); }
    .back { display: inline-flex; align-items: center; gap: 4px; min-height: 48px; color: var(--text); }
    h2 { font-size: 24px; font-weight: 600; } h3 { font-weight: 600; }
    section { padding: 16px; }
    .row, li { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; }
    li { min-height: 64px; padding: 8px 0; border-bottom: 1px solid var(--line-soft); }
    .grow { min-width: 180px; }
    .secret { padding: 12px; border: 1px solid var(--line); border-radius: var(--radius); overflow-wrap: anywhere; user-select: all; }
    p { overflow-wrap: anywhere; }
  `];
}

define("au-accounts", Accounts);
