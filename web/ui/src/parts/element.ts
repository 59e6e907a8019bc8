/** Every element of the page: it follows its topics and the language, and shares one sheet of styles. */
import { LitElement } from "lit";
import { Watch } from "../core/store.ts";
import { shared } from "../style/shared.ts";

export class Au extends LitElement {
  static override styles: import("lit").CSSResultGroup = shared;

  constructor() {
    super();
    new Watch(this, () => ["lang", ...this.topics()]);
  }

  /** The topics this element shows now; asked again before every update. */
  protected topics(): string[] {
    return [];
  }
}

export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
