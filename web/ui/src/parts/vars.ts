/** Custom properties on an element through the object model: a style attribute would break the policy. */
import { noChange } from "lit";
import { directive, Directive, type ElementPart } from "lit/directive.js";

class Vars extends Directive {
  private last: Record<string, string> = {};

  render(_values: Record<string, string | number>): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [values]: [Record<string, string | number>]): typeof noChange {
    for (const [name, value] of Object.entries(values)) {
      const text = String(value);
      if (this.last[name] === text) continue;
      this.last[name] = text;
      (part.element as HTMLElement).style.setProperty(name, text);
    }
    return noChange;
  }
}

export const vars = directive(Vars);
