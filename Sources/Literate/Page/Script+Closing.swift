extension Script {
  /// Keys and the menu of chapters.
  static let closing = #"""

      // --- Keys --------------------------------------------------------------------------------
      // Only where a key means nothing else: not in fields, switches or boxes that scroll.
      const isBusy = (target) => target instanceof Element
        && target.closest("input, textarea, select, dialog, [contenteditable], [tabindex='0']");
      const turn = (selector) => {
        const link = one(selector);
        if (link) { link.click() }
        return link;
      };
      for (const hint of all(".colophon .keys")) { hint.hidden = false }
      document.addEventListener("keydown", (event) => {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) { return }
        if (event.key === "Escape") { closeMenus(); return }
        if (isBusy(event.target)) { return }
        if (event.key === "/" && opener) {
          event.preventDefault();
          openSearch();
        } else if (event.key === "ArrowLeft" && !event.shiftKey) {
          turn(".turn .previous");
        } else if (event.key === "ArrowRight" && !event.shiftKey) {
          turn(".turn .next");
        }
      });

      // --- The menu of chapters closes when one looks elsewhere --------------------------------
      const menus = all("details.menu");
      const closeMenus = () => {
        for (const menu of menus.filter((menu) => menu.open)) {
          menu.open = false;
          if (menu.contains(document.activeElement)) { one("summary", menu).focus() }
        }
      };
      document.addEventListener("click", (event) => {
        for (const menu of menus) { if (!menu.contains(event.target)) { menu.open = false } }
      });
      for (const menu of menus) {
        menu.addEventListener("focusout", (event) => {
          if (event.relatedTarget && !menu.contains(event.relatedTarget)) { menu.open = false }
        });
      }
      for (const link of all("details.contents a")) {
        link.addEventListener("click", () => { link.closest("details").open = false });
      }
    })();

    """#
}
