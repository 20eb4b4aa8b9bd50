"""What axe finds on a page that is open in a browser."""

from axe_playwright_python.base import AXE_SCRIPT

# Axe looks at the page by every rule but contrast, then at the contrast of one element of each dress: measuring all
# rows of a table, which have the colours of the first, took most of the time.
AXE = """async () => {
  const dressOf = (element) => {
    const own = getComputedStyle(element);
    const dress = [own.color, own.fill, own.fontSize, own.fontWeight, own.textShadow];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      dress.push(style.backgroundColor, style.backgroundImage, style.opacity, style.position);
    }
    return dress.join();
  };
  const oneOfEach = new Map();
  for (const element of document.body.querySelectorAll('*'))
    if ([...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim())
        && element.checkVisibility({ visibilityProperty: true }) && !oneOfEach.has(dressOf(element)))
      oneOfEach.set(dressOf(element), element);
  // Style sheets and sounds are read ahead for two rules only: one is off, and no page has sounds.
  const short = { resultTypes: ['violations'], preload: false };
  const contrast = 'color-contrast';
  const results = [
    await axe.run(document, { ...short, rules: { [contrast]: { enabled: false } } }),
    await axe.run({ include: [...oneOfEach.values()] }, { ...short, runOnly: [contrast] }),
  ];
  return results.flatMap(({ violations }) =>
    violations.map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ target }) => target.join(' '))]));
}"""


def axe_faults(page):
    """[[rule, up to three places], …] of the page that is open; needs no leave of its policy."""
    page.evaluate(AXE_SCRIPT)
    return page.evaluate(AXE)
