/** The two languages, each in its own words; the tablet remembers. */
import { css, html } from "lit";
import { language, useLanguage, type Lang } from "../core/i18n.ts";
import { remember } from "../core/prefs.ts";
import { Au, define } from "../parts/element.ts";
import "../parts/press.ts";

const LANGUAGES: [Lang, string][] = [["zh-CN", "中文"], ["en", "English"]];

class Language extends Au {
  override render() {
    return html`<div role="group" aria-label="语言 Language">${LANGUAGES.map(([lang, name]) => html`
      <au-press lang=${lang} ?on=${lang === language()} .pressed=${lang === language()} @act=${() => this.use(lang)}>${name}</au-press>`)}</div>`;
  }

  private use(lang: Lang): void {
    remember("lang", lang);
    void useLanguage(lang);
  }

  static override styles = [Au.styles, css`
    div { display: flex; gap: 8px; }
    au-press { min-width: 88px; }
  `];
}

define("au-language", Language);
