extension Script {
  /// Copying, the place in the contents, sidenotes, printing.
  static let reading = #"""

      // --- Copying code ------------------------------------------------------------------------
      const copy = async (text) => {
        try {
          await navigator.clipboard.writeText(text);
        } catch {
          const field = make("textarea", { value: text, className: "voice" });
          document.body.append(field);
          field.select();
          const done = document.execCommand("copy");
          field.remove();
          if (!done) { throw new Error("the browser does not let this page copy") }
        }
      };
      for (const block of all(".code")) {
        const button = make("button", { type: "button", className: "copy" }, "Copy");
        let reset = 0;
        button.addEventListener("click", async () => {
          try {
            await copy(one("pre", block).textContent.replace(/\n$/, ""));
            button.textContent = "Copied";
            say("Code copied");
          } catch {
            button.textContent = "Not copied";
            say("The browser does not let this page copy");
          }
          button.classList.add("done");
          clearTimeout(reset);
          reset = setTimeout(() => {
            button.textContent = "Copy";
            button.classList.remove("done");
          }, 1600);
        });
        block.append(button);
      }

      // --- What scrolls sideways can be reached with the keyboard ------------------------------
      const mayScroll =
        all(".code pre, article pre, .svg, .table-wrap, article > table, .katex-display");
      const markScrolling = () => {
        for (const box of mayScroll) {
          const scrolls = box.scrollWidth > box.clientWidth + 1;
          if (scrolls) { box.tabIndex = 0 } else { box.removeAttribute("tabindex") }
          if (!box.hasAttribute("role") && box.matches("pre, div")) {
            if (scrolls) { box.setAttribute("aria-label", "scrolls sideways") }
            if (scrolls) { box.setAttribute("role", "group") }
          }
        }
      };
      markScrolling();
      addEventListener("resize", markScrolling);
      document.addEventListener("toggle", markScrolling, true);
      document.addEventListener("change", markScrolling);

      // --- Where the reader is -----------------------------------------------------------------
      const contents = new Map(
        all(".sidebar li a").map((link) => [decodeURIComponent(link.hash.slice(1)), link]));
      const headings = Array.from(contents.keys(), (id) => document.getElementById(id))
        .filter((heading) => heading);
      let current = null;
      const showPlace = () => {
        let here = null;
        for (const heading of headings) {
          if (heading.getBoundingClientRect().top > innerHeight * 0.3) { break }
          here = heading;
        }
        // The last sections of a page may be too short to reach the top.
        const left = page.scrollHeight - innerHeight - scrollY;
        if (left < 4 && scrollY > 0 && headings.length > 0) { here = headings[headings.length - \#
    1] }
        const link = here && contents.get(here.id);
        if (link === current) { return }
        if (current) { current.removeAttribute("aria-current") }
        if (link) {
          link.setAttribute("aria-current", "location");
          const list = link.closest(".sidebar");
          const above = link.offsetTop - list.scrollTop;
          if (above < 0 || above > list.clientHeight - 40) { list.scrollTop = link.offsetTop - \#
    80 }
        }
        current = link;
      };
      if (headings.length > 0) {
        let asked = false;
        addEventListener("scroll", () => {
          if (asked) { return }
          asked = true;
          requestAnimationFrame(() => { asked = false; showPlace() });
        }, { passive: true });
        showPlace();
      }

      // --- Footnotes beside the text, on wide screens ------------------------------------------
      // A copy for the eye only: the notes at the end stay what links and screen readers use.
      for (const reference of all("sup.footnote-ref > a")) {
        const note = document.getElementById(decodeURIComponent(reference.hash.slice(1)));
        const paragraphs = note ? all(":scope > p", note) : [];
        if (paragraphs.length !== 1 || note.children.length !== 1) { continue }
        if (!reference.closest("article > p, article > ul, article > ol")) { continue }
        const text = paragraphs[0].cloneNode(true);
        for (const back of all(".footnote-backref", text)) { back.remove() }
        for (const element of all("[id]", text)) { element.removeAttribute("id") }
        for (const link of all("a", text)) { link.tabIndex = -1 }
        const number = make("span", { className: "sidenote-number" }, reference.textContent);
        const side = make("span", { className: "sidenote", "aria-hidden": "true" }, number);
        side.append(...text.childNodes);
        reference.parentElement.after(side);
      }

      // --- On paper everything is open ---------------------------------------------------------
      let opened = [];
      addEventListener("beforeprint", () => {
        opened = all("details:not([open])");
        for (const details of opened) { details.open = true }
      });
      addEventListener("afterprint", () => {
        for (const details of opened) { details.open = false }
        opened = [];
      });

    """#
}
