"""What no reader of the code can see: overflow, small targets, errors of the console, broken policy, axe."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SMALLEST = 48
AXE_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}
}

# Shadow roots are walked too: everything on this page lives in one.
WALK = """
() => {
  const wide = [], small = [];
  const walk = (root) => {
    for (const el of root.querySelectorAll('*')) {
      const box = el.getBoundingClientRect();
      if (el.shadowRoot) walk(el.shadowRoot);
      if (!box.width || el.closest('svg') || el.closest('.sr')) continue;
      const name = `${el.tagName}.${el.className} in ${el.getRootNode().host?.tagName}`;
      if (box.right > innerWidth + 1 || box.left < -1) wide.push(`${name} ${Math.round(box.right)}`);
      const target = el.matches('button, a, input, textarea, [role=slider]');
      if (target && (box.width < LEAST - 0.5 || box.height < LEAST - 0.5))
        small.push(`${name} ${Math.round(box.width)}x${Math.round(box.height)}`);
    }
  };
  walk(document);
  return { wide, small };
}
""".replace("LEAST", str(SMALLEST))


def watch(page: Page) -> list[str]:
    """Collect everything the browser complains about, from now on."""
    heard: list[str] = []
    page.on("console", lambda line: heard.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    page.expose_function("policyBroken", lambda what: heard.append(f"policy: {what}"))
    page.add_init_script(
        "addEventListener('securitypolicyviolation',"
        " (e) => policyBroken(e.violatedDirective + ' ' + e.blockedURI))"
    )
    return heard


# Words as somebody sees them, through shadow roots; a text field tells its value.
READ = """
() => {
  const words = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE && node.data.trim()) words.push(node.data.trim());
    if (node.matches?.('input, textarea')) words.push(`[${node.name || node.placeholder}: ${node.value}]`);
    if (node.matches?.('style, script')) return;
    for (const one of (node.shadowRoot ?? node).childNodes) walk(one);
  };
  walk(document.body);
  return words.join(' · ');
}
"""


def last_seen(page: Page) -> str:
    """Where a page stands, what it says, and what its browser complained of, for who reads of a failure."""
    heard = getattr(page, "heard", [])
    return f"{page.url}\n  {page.evaluate(READ)}\n  heard: {heard}"


def measures(page: Page) -> dict[str, list[str]]:
    """What sticks out of the screen, and what is too small for a finger."""
    found: dict[str, list[str]] = page.evaluate(WALK)
    return found


def scroll(page: Page) -> tuple[int, int]:
    """Height of the view's content and of the room it has."""
    main = page.locator("main#main")
    content, room = main.evaluate("(el) => [el.scrollHeight, el.clientHeight]")
    return content, room


def axe(page: Page) -> list[str]:
    """Accessibility violations in one line each."""
    result: dict[str, Any] = Axe().run(page, options=AXE_RULES).response
    return [
        f"{found['id']}: {found['help']} {[node['target'] for node in found['nodes']][:3]}"
        for found in result["violations"]
    ]
